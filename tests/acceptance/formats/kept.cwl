cwlVersion: v1.2
class: CommandLineTool
$namespaces: {wps: "https://w3id.org/wps-cwl#"}
doc: Gives an image back, which is offered as it is only.
baseCommand: [cp]
inputs:
  in: {type: File, inputBinding: {position: 1}}
arguments: [{valueFrom: picture.tif, position: 2}]
outputs:
  out:
    type: File
    wps:mediaTypes: [image/tiff; subtype=geotiff]
    wps:convertible: false
    outputBinding: {glob: picture.tif}

cwlVersion: v1.2
class: CommandLineTool
$namespaces: {wps: "https://w3id.org/wps-cwl#"}
doc: Gives an image back, as JPEG 2000.
baseCommand: [cp]
inputs:
  in: {type: File, inputBinding: {position: 1}}
arguments: [{valueFrom: picture.jp2, position: 2}]
outputs:
  out:
    type: File
    wps:mediaTypes: [image/jp2]
    outputBinding: {glob: picture.jp2}

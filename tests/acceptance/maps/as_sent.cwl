cwlVersion: v1.2
class: CommandLineTool
$namespaces: {wps: "https://w3id.org/wps-cwl#"}
doc: Gives what it gets, whatever that is.
baseCommand: cp
inputs:
  file:
    type: File
    wps:mediaTypes: [image/tiff; subtype=geotiff, application/geo+json]
    inputBinding: {position: 1}
  called:
    type: string
    default: copy.tif
    inputBinding: {position: 2}
outputs:
  image:
    type: File
    wps:map: true
    wps:mediaTypes: [image/tiff; subtype=geotiff, application/geo+json]
    outputBinding: {glob: $(inputs.called)}

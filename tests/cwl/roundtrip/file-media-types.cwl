cwlVersion: v1.2
class: CommandLineTool
$namespaces: {wps: "https://w3id.org/wps-cwl#"}
baseCommand: cat
inputs:
  settings:
    type: File
    wps:mediaTypes: [application/json, application/xml, text/plain]
    inputBinding: {position: 1}
  raster:
    type: File?
    wps:mediaTypes: ["image/tiff; application=geotiff", image/png]
    inputBinding: {position: 2}
outputs:
  copy:
    type: stdout
    wps:mediaTypes: [application/json]
stdout: copy.json

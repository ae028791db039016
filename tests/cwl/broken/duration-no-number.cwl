cwlVersion: v1.2
class: CommandLineTool
$namespaces: {wps: "https://w3id.org/wps-cwl#"}
wps:duration: long
baseCommand: sleep
inputs:
  seconds: int
outputs: []

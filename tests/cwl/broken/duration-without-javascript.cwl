cwlVersion: v1.2
class: CommandLineTool
$namespaces: {wps: "https://w3id.org/wps-cwl#"}
wps:duration: $(inputs.seconds * 2)
baseCommand: sleep
inputs:
  seconds: int
outputs: []

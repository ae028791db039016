cwlVersion: v1.2
class: CommandLineTool
$namespaces: {wps: "https://w3id.org/wps-cwl#"}
baseCommand: echo
inputs:
  level:
    type: int
    wps:allowedValues: [1, 2, high]
outputs:
  printed: stdout

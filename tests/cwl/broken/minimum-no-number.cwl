cwlVersion: v1.2
class: CommandLineTool
$namespaces: {wps: "https://w3id.org/wps-cwl#"}
baseCommand: echo
inputs:
  count:
    type: int
    wps:minimum: few
outputs:
  printed: stdout

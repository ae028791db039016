cwlVersion: v1.2
class: CommandLineTool
$namespaces: {wps: "https://w3id.org/wps-cwl#"}
wps:reuse: sometimes
baseCommand: date
inputs: []
outputs:
  printed: stdout

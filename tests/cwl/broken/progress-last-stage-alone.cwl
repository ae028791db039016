cwlVersion: v1.2
class: CommandLineTool
$namespaces: {wps: "https://w3id.org/wps-cwl#"}
wps:lastStage: Writing
baseCommand: "true"
inputs: []
outputs: []

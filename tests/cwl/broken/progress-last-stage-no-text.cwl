cwlVersion: v1.2
class: CommandLineTool
$namespaces: {wps: "https://w3id.org/wps-cwl#"}
wps:progress: terminal
wps:lastStage: 3
baseCommand: "true"
inputs: []
outputs: []

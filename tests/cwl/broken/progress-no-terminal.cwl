cwlVersion: v1.2
class: CommandLineTool
$namespaces: {wps: "https://w3id.org/wps-cwl#"}
wps:progress: bar
baseCommand: "true"
inputs: []
outputs: []

cwlVersion: v1.2
class: CommandLineTool
$namespaces: {edam: "http://edamontology.org/"}
intent: [edam:operation_3802]
doc: ""
label: ""
baseCommand: [sort]
successCodes: [0, 1]
hints:
  DockerRequirement: {dockerPull: "debian:stable-slim"}
inputs:
  table: {type: File, doc: "", label: "", inputBinding: {position: 9}}
  key: {type: int, default: 1, inputBinding: {prefix: -k, separate: false}}
  numeric: {type: boolean?, inputBinding: {prefix: -n}}
outputs:
  sorted: {type: stdout, format: edam:format_3752}

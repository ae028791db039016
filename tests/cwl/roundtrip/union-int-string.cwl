cwlVersion: v1.2
class: CommandLineTool
baseCommand: echo
inputs:
  level: {type: [int, string], inputBinding: {position: 1}}
  with_default: {type: [int, string], default: auto}
outputs:
  printed: stdout

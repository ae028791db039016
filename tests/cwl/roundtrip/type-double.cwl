cwlVersion: v1.2
class: CommandLineTool
baseCommand: echo
inputs:
  value: {type: double, inputBinding: {position: 1}}
outputs:
  printed: stdout

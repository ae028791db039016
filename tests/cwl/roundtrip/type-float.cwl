cwlVersion: v1.2
class: CommandLineTool
baseCommand: echo
inputs:
  ratio: {type: float, inputBinding: {position: 1}}
  whole: {type: float, doc: A whole number is a float too., inputBinding: {position: 2}}
outputs:
  printed: stdout

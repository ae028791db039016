cwlVersion: v1.2
class: CommandLineTool
baseCommand: echo
inputs:
  smallest: {type: int, inputBinding: {position: 1}}
  largest: {type: int, inputBinding: {position: 2}}
  zero: {type: int, inputBinding: {position: 3}}
outputs:
  printed: stdout

cwlVersion: v1.2
class: CommandLineTool
baseCommand: echo
inputs:
  matrix:
    type:
      type: array
      items: {type: array, items: double}
  paths:
    type:
      - "null"
      - type: array
        items: {type: array, items: File}
  cube:
    type:
      type: array
      items: {type: array, items: {type: array, items: int}}
    default: [[[1, 2], []], [[3]]]
outputs:
  printed: stdout

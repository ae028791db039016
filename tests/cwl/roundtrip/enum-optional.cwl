cwlVersion: v1.1
class: CommandLineTool
baseCommand: echo
inputs:
  colour:
    type:
      - "null"
      - {type: enum, symbols: [red, green, blue]}
    inputBinding: {prefix: --colour}
  size:
    type: ["null", {type: enum, name: Size, symbols: [S, M, L]}]
    default: M
outputs:
  printed: stdout

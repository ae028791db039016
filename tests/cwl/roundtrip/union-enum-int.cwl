cwlVersion: v1.2
class: CommandLineTool
baseCommand: echo
inputs:
  nodata:
    type:
      - double
      - {type: enum, symbols: [none, nan]}
    default: none
outputs:
  printed: stdout

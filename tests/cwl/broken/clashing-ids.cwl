cwlVersion: v1.2
class: CommandLineTool
baseCommand: echo
inputs:
  a-b: string
  a.b: string
  A_c: int
outputs:
  printed: stdout

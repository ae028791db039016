cwlVersion: v1.2
class: CommandLineTool
baseCommand: echo
inputs:
  text: string
  count: int
  text: File
outputs:
  printed: stdout

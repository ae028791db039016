cwlVersion: v1.2
class: CommandLineTool
baseCommand: echo
inputs:
  text: string
  count:
    type: integer
outputs:
  printed: stdout

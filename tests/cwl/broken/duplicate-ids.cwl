cwlVersion: v1.2
class: CommandLineTool
baseCommand: echo
inputs:
  text: string
  result: int
outputs:
  result:
    type: stdout

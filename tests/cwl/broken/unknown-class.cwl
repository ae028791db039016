cwlVersion: v1.2
class: CommandTool
baseCommand: echo
inputs:
  text: string
outputs:
  printed: stdout

class: CommandLineTool
baseCommand: echo
inputs:
  text: string
outputs:
  printed: stdout

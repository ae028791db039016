cwlVersion: v1.2
class: CommandLineTool
baseCommand: echo
inputs:
  text:
    type: string
    inputBindings: {position: 1}
outputs:
  printed: stdout

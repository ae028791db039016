cwlVersion: v1.2
class: CommandLineTool
baseCommand: echo
inputs:
  text:
    type: string
    label: "not closed
    inputBinding: {position: 1}
outputs:
  printed: stdout

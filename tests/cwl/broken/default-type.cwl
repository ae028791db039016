cwlVersion: v1.2
class: CommandLineTool
baseCommand: echo
inputs:
  text: string
  count:
    type: int
    default: several
outputs:
  printed: stdout

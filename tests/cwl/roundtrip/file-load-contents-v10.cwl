cwlVersion: v1.0
class: CommandLineTool
baseCommand: echo
inputs:
  small:
    type: File
    inputBinding: {loadContents: true, valueFrom: $(self.contents)}
outputs:
  printed: stdout

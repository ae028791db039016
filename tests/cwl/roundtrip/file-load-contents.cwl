cwlVersion: v1.2
class: CommandLineTool
baseCommand: echo
inputs:
  small:
    type: File
    loadContents: true
    inputBinding: {valueFrom: $(self.contents)}
outputs:
  printed: stdout

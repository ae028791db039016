cwlVersion: v1.2
class: CommandLineTool
baseCommand: [wc, -c]
inputs:
  alignment:
    type: File
    secondaryFiles: .bai
    inputBinding: {position: 1}
outputs:
  size: stdout

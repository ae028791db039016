cwlVersion: v1.0
class: CommandLineTool
baseCommand: [wc, -c]
inputs:
  one:
    type: File
    secondaryFiles: .bai
    inputBinding: {position: 1}
  several:
    type: File
    secondaryFiles: [.fai, ^.dict]
    inputBinding: {position: 2}
outputs:
  size: stdout

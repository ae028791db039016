cwlVersion: v1.2
class: CommandLineTool
doc: Every file of an array has its own secondary files.
baseCommand: [wc, -c]
inputs:
  alignments:
    type: File[]
    secondaryFiles: [.bai]
    inputBinding: {position: 1}
outputs:
  size: stdout

cwlVersion: v1.2
class: CommandLineTool
doc: The five files of a bwa index and two kinds of dictionary.
baseCommand: [wc, -c]
inputs:
  reference:
    type: File
    secondaryFiles: [.amb, .ann, .bwt, .pac, .sa, .fai, ^.dict]
    inputBinding: {position: 1}
outputs:
  size: stdout

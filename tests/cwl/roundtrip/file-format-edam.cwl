cwlVersion: v1.1
class: CommandLineTool
$namespaces: {edam: "http://edamontology.org/"}
baseCommand: cat
inputs:
  sequences: {type: File, format: edam:format_1929, label: FASTA, inputBinding: {position: 1}}
outputs:
  same:
    type: stdout
    format: edam:format_1929
stdout: same.fa

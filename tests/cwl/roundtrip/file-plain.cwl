cwlVersion: v1.2
class: CommandLineTool
baseCommand: cat
inputs:
  document: {type: File, inputBinding: {position: 1}}
outputs:
  copy: stdout
stdout: copy.txt

cwlVersion: v1.2
class: CommandLineTool
baseCommand: cat
inputs:
  stream: {type: File, streamable: true, inputBinding: {position: 1}}
outputs:
  same: {type: File, streamable: true, outputBinding: {glob: same.txt}}
stdout: same.txt

cwlVersion: v1.2
class: CommandLineTool
baseCommand: cat
inputs:
  text: stdin
outputs:
  same: stdout
stdout: same.txt

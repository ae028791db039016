cwlVersion: v1.2
class: CommandLineTool
baseCommand: echo
inputs:
  cache: {type: [boolean, string], inputBinding: {prefix: --cache}}
outputs:
  printed: stdout

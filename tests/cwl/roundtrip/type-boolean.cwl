cwlVersion: v1.2
class: CommandLineTool
baseCommand: echo
inputs:
  verbose: {type: boolean, inputBinding: {prefix: --verbose}}
  quiet: {type: boolean, inputBinding: {prefix: --quiet}}
outputs:
  printed: stdout

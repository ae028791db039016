cwlVersion: v1.2
class: CommandLineTool
baseCommand: echo
requirements:
  InlineJavaScriptRequirement: {}
inputs:
  text: string
outputs:
  printed: stdout

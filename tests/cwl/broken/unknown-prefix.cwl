cwlVersion: v1.2
class: CommandLineTool
baseCommand: echo
wps:version: 1.0.0
inputs:
  text: string
outputs:
  printed: stdout

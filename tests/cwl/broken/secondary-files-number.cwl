cwlVersion: v1.2
class: CommandLineTool
baseCommand: cat
inputs:
  alignment:
    type: File
    secondaryFiles:
      - pattern: 7
    inputBinding: {position: 1}
outputs:
  printed: stdout

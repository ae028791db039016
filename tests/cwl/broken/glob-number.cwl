cwlVersion: v1.2
class: CommandLineTool
baseCommand: touch
inputs:
  name: string
outputs:
  made:
    type: File
    outputBinding:
      glob: 42

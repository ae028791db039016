cwlVersion: v1.2
class: CommandLineTool
baseCommand: echo
inputs:
  samples:
    type:
      type: array
      items:
        type: record
        name: Sample
        fields:
          name: string
          reads: File[]
          weight: double?
outputs:
  printed: stdout

cwlVersion: v1.2
class: CommandLineTool
requirements:
  SchemaDefRequirement:
    types:
      - name: Strand
        type: enum
        symbols: [forward, reverse, unknown]
baseCommand: echo
inputs:
  strand: "#Strand"
  other:
    type: "#Strand"
    default: unknown
outputs:
  printed: stdout

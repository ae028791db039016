cwlVersion: v1.2
class: CommandLineTool
requirements:
  SchemaDefRequirement:
    types:
      - $import: no-such-types.yml
baseCommand: echo
inputs:
  text: string
outputs:
  printed: stdout

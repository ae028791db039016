cwlVersion: v1.2
class: CommandLineTool
requirements:
  SchemaDefRequirement:
    types:
      - name: Limits
        type: record
        fields:
          - {name: low, type: double}
          - {name: high, type: double?}
          - {name: note, type: string?}
baseCommand: echo
inputs:
  limits: {type: "#Limits", default: {low: 0.0, high: 1}}
  extra: ["null", "#Limits"]
  many: {type: ["null", {type: array, items: "#Limits"}]}
outputs:
  printed: stdout

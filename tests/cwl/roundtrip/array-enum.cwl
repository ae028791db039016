cwlVersion: v1.2
class: CommandLineTool
requirements:
  SchemaDefRequirement:
    types:
      - {name: Band, type: enum, symbols: [red, green, blue, nir]}
baseCommand: echo
inputs:
  bands:
    type: {type: array, items: "#Band"}
  extra:
    type: ["null", {type: array, items: "#Band"}]
  inline:
    type: {type: array, items: {type: enum, symbols: [a, b]}}
  usual:
    type: {type: array, items: "#Band"}
    default: [blue]
outputs:
  printed: stdout

cwlVersion: v1.2
class: CommandLineTool
baseCommand: echo
inputs:
  method:
    type: {type: enum, symbols: [nearest, bilinear, cubic]}
    inputBinding: {prefix: --method}
  level:
    doc: Symbols that look like numbers and booleans, and symbols with signs.
    type:
      type: enum
      symbols: ["1", "2.5", "true", "a b", "UTF-8", "x&y", "<none>", "über"]
    default: "2.5"
    inputBinding: {prefix: --level}
outputs:
  printed: stdout

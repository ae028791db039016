cwlVersion: v1.2
class: CommandLineTool
baseCommand: echo
inputs:
  value: Any
  maybe: Any?
  usual: {type: Any, default: {a: [1, 2.5, "x", true, null]}}
outputs:
  printed: stdout

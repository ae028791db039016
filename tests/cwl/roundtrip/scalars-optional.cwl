cwlVersion: v1.2
class: CommandLineTool
doc: Every scalar may be left out; both spellings of an optional type.
baseCommand: echo
inputs:
  text: string?
  count: int?
  big: long?
  ratio: float?
  precise: double?
  flag: boolean?
  long_form:
    type: ["null", int]
    inputBinding: {prefix: --long-form}
outputs:
  printed: stdout

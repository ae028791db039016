cwlVersion: v1.2
class: CommandLineTool
doc: An optional parameter with a default takes the default, also when null is given.
baseCommand: echo
inputs:
  text: {type: string?, default: fallback}
  count: {type: int?, default: 5}
  nothing: {type: string?, default: null}
  never: {type: ["null", double], default: null}
outputs:
  printed: stdout

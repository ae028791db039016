cwlVersion: v1.2
class: CommandLineTool
baseCommand: echo
inputs:
  maybe_texts: string[]?
  maybe_counts: {type: ["null", {type: array, items: int}]}
  texts: {type: "string[]", default: [a, b c]}
  counts: {type: "int[]", default: []}
  ratios: {type: "double[]?", default: [0.5, 1]}
  holes: {type: {type: array, items: ["null", string]}, default: [x, null, y]}
outputs:
  printed: stdout

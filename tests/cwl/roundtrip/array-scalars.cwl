cwlVersion: v1.2
class: CommandLineTool
baseCommand: echo
inputs:
  texts: {type: "string[]", inputBinding: {position: 1}}
  counts: {type: "int[]", inputBinding: {position: 2, itemSeparator: ","}}
  bigs: {type: "long[]", inputBinding: {position: 3, prefix: --big}}
  ratios: {type: "float[]", inputBinding: {position: 4}}
  precise: {type: {type: array, items: double}, inputBinding: {position: 5}}
  flags: {type: {type: array, items: boolean, inputBinding: {prefix: --flag}}}
outputs:
  printed: stdout

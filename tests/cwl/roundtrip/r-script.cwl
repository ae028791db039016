cwlVersion: v1.2
class: CommandLineTool
label: R script
requirements:
  EnvVarRequirement:
    envDef: {LC_ALL: C.UTF-8, SEED: "$(inputs.seed)"}
baseCommand: [Rscript, --vanilla]
inputs:
  script: {type: File, inputBinding: {position: 1}}
  table: {type: File, inputBinding: {position: 2}}
  formula: {type: string, inputBinding: {position: 3}}
  family: {type: {type: enum, symbols: [gaussian, binomial, poisson]}, default: gaussian, inputBinding: {position: 4}}
  weights: {type: "double[]?"}
  levels: {type: ["null", {type: array, items: {type: array, items: string}}]}
  alpha: {type: double, default: 0.05}
  seed: {type: int, default: -1}
  libraries: {type: Directory?}
outputs:
  summary: stdout
  plots: {type: "File[]", outputBinding: {glob: ["*.png", "*.pdf"]}}

cwlVersion: v1.2
class: Workflow
label: Scatter
doc: One step for each of ten texts.
requirements: {ScatterFeatureRequirement: {}}
inputs:
  texts: {type: "string[]", default: [a, b, c, d, e, f, g, h, i, j]}
outputs:
  outputs: {type: "File[]", outputSource: write/output}
steps:
  write:
    scatter: text
    in: {text: texts}
    out: [output]
    run:
      class: CommandLineTool
      baseCommand: echo
      inputs: {text: {type: string, inputBinding: {}}}
      outputs: {output: stdout}
      stdout: text.txt

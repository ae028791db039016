cwlVersion: v1.0
class: Workflow
requirements:
  - class: StepInputExpressionRequirement
  - class: InlineJavascriptRequirement
inputs:
  stem: string
  sizes: {type: {type: array, items: int}, default: [1, 2]}
outputs: []
steps:
  show:
    run: type-string.cwl
    in:
      text:
        source: stem
        valueFrom: $(self + "-" + inputs.size)
      size: {default: 3}
    out: []

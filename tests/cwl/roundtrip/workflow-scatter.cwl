cwlVersion: v1.1
class: Workflow
requirements:
  ScatterFeatureRequirement: {}
  StepInputExpressionRequirement: {}
inputs:
  - {id: documents, type: {type: array, items: File}}
  - {id: prefixes, type: {type: array, items: string}}
outputs:
  - {id: joined, type: {type: array, items: File}, outputSource: label/printed}
  - {id: grid, type: {type: array, items: {type: array, items: File}}, outputSource: cross/printed}
steps:
  - id: label
    run: &tool
      class: CommandLineTool
      baseCommand: echo
      inputs:
        document: {type: File, inputBinding: {position: 2}}
        prefix: {type: string, inputBinding: {position: 1}}
      outputs:
        printed: stdout
    scatter: [document, prefix]
    scatterMethod: dotproduct
    in:
      - {id: document, source: documents}
      - {id: prefix, source: prefixes}
    out: [printed]
  - id: cross
    run: *tool
    scatter: [document, prefix]
    scatterMethod: nested_crossproduct
    in:
      - {id: document, source: documents}
      - {id: prefix, source: prefixes}
    out: [printed]

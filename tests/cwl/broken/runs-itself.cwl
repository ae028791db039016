cwlVersion: v1.2
class: Workflow
requirements:
  SubworkflowFeatureRequirement: {}
inputs:
  document: File
outputs:
  result: {type: File, outputSource: again/result}
steps:
  again:
    run: runs-itself.cwl
    in: {document: document}
    out: [result]

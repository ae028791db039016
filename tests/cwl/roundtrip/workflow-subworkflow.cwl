cwlVersion: v1.2
class: Workflow
requirements:
  SubworkflowFeatureRequirement: {}
  MultipleInputFeatureRequirement: {}
inputs:
  first: File
  second: File?
  usual:
    type: File
    default: {class: File, location: data/third.txt}
outputs:
  result: {type: File, outputSource: inner/same}
steps:
  inner:
    run:
      class: Workflow
      inputs:
        documents: File[]
      outputs:
        same: {type: File, outputSource: join/joined}
      steps:
        join:
          run: array-file.cwl
          in: {documents: documents}
          out: [joined]
    in:
      documents: {source: [first, second, usual], pickValue: all_non_null}
    out: [same]

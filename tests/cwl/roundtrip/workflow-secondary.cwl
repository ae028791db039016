cwlVersion: v1.2
class: Workflow
doc: Secondary files of a workflow's input, handed on to a step.
inputs:
  alignment: {type: File, secondaryFiles: [.bai]}
  reference: {type: File, secondaryFiles: [.fai, ^.dict?]}
outputs:
  size: {type: File, outputSource: measure/size}
steps:
  measure:
    run:
      class: CommandLineTool
      baseCommand: [wc, -c]
      inputs:
        alignment: {type: File, secondaryFiles: [.bai], inputBinding: {position: 1}}
        reference: {type: File, secondaryFiles: [.fai], inputBinding: {position: 2}}
      outputs:
        size: stdout
    in: {alignment: alignment, reference: reference}
    out: [size]

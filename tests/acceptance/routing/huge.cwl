cwlVersion: v1.2
class: Workflow
label: No machine has this
inputs: []
outputs: []
steps:
  align:
    run:
      class: CommandLineTool
      requirements:
        ResourceRequirement: {coresMin: 4096, ramMin: 1000000000}
      baseCommand: date
      inputs: []
      outputs: []
    in: []
    out: []

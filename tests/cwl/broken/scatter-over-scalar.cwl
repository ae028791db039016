cwlVersion: v1.2
class: Workflow
requirements:
  ScatterFeatureRequirement: {}
inputs:
  text: string
outputs:
  printed: {type: "File[]", outputSource: show/printed}
steps:
  show:
    run:
      class: CommandLineTool
      baseCommand: echo
      inputs: {text: string}
      outputs: {printed: stdout}
    scatter: text
    in:
      text: text
    out: [printed]

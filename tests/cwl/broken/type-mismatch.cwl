cwlVersion: v1.2
class: Workflow
inputs:
  amount: int
outputs:
  printed: {type: File, outputSource: show/printed}
steps:
  show:
    run:
      class: CommandLineTool
      baseCommand: cat
      inputs: {document: File}
      outputs: {printed: stdout}
    in:
      document: amount
    out: [printed]

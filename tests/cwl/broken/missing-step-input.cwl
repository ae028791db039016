cwlVersion: v1.2
class: Workflow
inputs:
  text: string
outputs:
  printed: {type: File, outputSource: show/printed}
steps:
  show:
    run:
      class: CommandLineTool
      baseCommand: echo
      inputs: {text: string, count: int}
      outputs: {printed: stdout}
    in: {text: text}
    out: [printed]

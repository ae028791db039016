cwlVersion: v1.2
class: Workflow
inputs:
  text: string
outputs:
  printed: {type: File, outputSource: show/printed}
steps:
  show:
    run: tools/no-such-tool.cwl
    in: {text: text}
    out: [printed]

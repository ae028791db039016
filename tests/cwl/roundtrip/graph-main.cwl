cwlVersion: v1.2
$graph:
  - id: main
    class: Workflow
    label: Packed workflow
    inputs:
      text: string
      loud: {type: boolean, default: false}
    outputs:
      printed: {type: File, outputSource: shout/printed}
    steps:
      shout:
        run: "#echo"
        in: {text: text, loud: loud}
        out: [printed]
  - id: echo
    class: CommandLineTool
    baseCommand: echo
    inputs:
      text: {type: string, inputBinding: {position: 1}}
      loud: {type: boolean, inputBinding: {prefix: --loud}}
    outputs:
      printed: stdout

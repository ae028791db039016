cwlVersion: v1.2
$graph:
  - id: one
    class: CommandLineTool
    baseCommand: echo
    inputs: {text: string}
    outputs: {printed: stdout}
  - id: two
    class: CommandLineTool
    baseCommand: cat
    inputs: {document: File}
    outputs: {printed: stdout}

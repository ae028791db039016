cwlVersion: v1.2
class: CommandLineTool
label: One string
doc: Prints a text as it was given.
baseCommand: [printf, "%s"]
inputs:
  text:
    type: string
    label: The text
    inputBinding: {position: 1}
outputs:
  printed: stdout
stdout: printed.txt

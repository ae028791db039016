cwlVersion: v1.2
class: CommandLineTool
label: Hello
doc: Writes a text to a file.
baseCommand: echo
inputs:
  text: {type: string, default: hello, inputBinding: {}}
outputs:
  output: stdout
stdout: hello.txt

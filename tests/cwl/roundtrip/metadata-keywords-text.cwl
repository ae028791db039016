cwlVersion: v1.1
class: CommandLineTool
doc: The keywords as one text, which schema.org allows.
$namespaces: {s: "http://schema.org/"}
s:version: 3.0.0-rc1
s:keywords: gamma, delta
baseCommand: echo
inputs:
  text: string
outputs:
  printed: stdout

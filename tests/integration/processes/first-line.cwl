cwlVersion: v1.2
class: CommandLineTool
requirements:
  ResourceRequirement: {coresMin: 1, ramMin: 256}
  InlineJavascriptRequirement: {}
baseCommand: [head, -n, "1"]
inputs:
  text: {type: File, format: http://edamontology.org/format_1964, inputBinding: {position: 1}}
outputs:
  line:
    type: string
    outputBinding: {glob: line.txt, loadContents: true, outputEval: "$(self[0].contents.trim())"}
stdout: line.txt

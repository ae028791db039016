cwlVersion: v1.2
class: CommandLineTool
doc: An expression is worked out on the node, in less memory than node.js takes by itself.
requirements:
  ResourceRequirement: {coresMin: 1, ramMin: 300}
  InlineJavascriptRequirement: {}
baseCommand: [echo]
arguments: ["${ return inputs.word.split('').reverse().join(''); }"]
inputs:
  word: string
outputs:
  reversed:
    type: string
    outputBinding: {glob: word.txt, loadContents: true, outputEval: "$(self[0].contents.trim())"}
stdout: word.txt

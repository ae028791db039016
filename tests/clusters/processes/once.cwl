cwlVersion: v1.2
class: CommandLineTool
doc: Leaves a line in a file when it begins and when it ends, so that a test sees how often it ran.
requirements:
  ResourceRequirement: {coresMin: 1, ramMin: 256}
  InlineJavascriptRequirement: {}
baseCommand: [sh, -c, 'echo "begin $$" >>"$0"; sleep "$1"; echo "end $$" >>"$0"; echo done']
inputs:
  file: {type: string, inputBinding: {position: 1}}
  seconds: {type: float, inputBinding: {position: 2}}
outputs:
  said:
    type: string
    outputBinding: {glob: said.txt, loadContents: true, outputEval: "$(self[0].contents.trim())"}
stdout: said.txt

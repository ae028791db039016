cwlVersion: v1.2
class: CommandLineTool
doc: Tells as whom it runs and with which variables, makes a file that only its owner may read, and takes its time.
requirements:
  ResourceRequirement: {coresMin: 1, ramMin: 256}
  InlineJavascriptRequirement: {}
baseCommand: [sh, -c, 'id -un; umask 077; env >variables.txt; mkdir closed; touch closed/file; chmod 0 closed; sleep "$0"']
inputs:
  seconds: {type: float, default: 0, inputBinding: {position: 1}}
outputs:
  name:
    type: string
    outputBinding: {glob: name.txt, loadContents: true, outputEval: "$(self[0].contents.trim())"}
  variables:
    type: File
    format: http://edamontology.org/format_1964
    outputBinding: {glob: variables.txt}
stdout: name.txt

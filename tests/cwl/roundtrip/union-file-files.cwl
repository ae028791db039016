cwlVersion: v1.2
class: CommandLineTool
baseCommand: cat
inputs:
  documents: {type: [File, "File[]"], inputBinding: {position: 1}}
  other:
    type: ["null", string, "string[]"]
    inputBinding: {position: 2}
outputs:
  joined: stdout

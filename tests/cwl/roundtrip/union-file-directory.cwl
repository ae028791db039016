cwlVersion: v1.1
class: CommandLineTool
baseCommand: [ls, -R]
inputs:
  place: {type: [File, Directory], inputBinding: {position: 1}}
  mixed:
    type: ["null", {type: array, items: [File, Directory]}]
    inputBinding: {position: 2}
outputs:
  listing: stdout

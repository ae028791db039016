cwlVersion: v1.2
class: CommandLineTool
baseCommand: [ls, -R]
inputs:
  folder: {type: Directory, inputBinding: {position: 1}}
outputs:
  listing: stdout

cwlVersion: v1.2
class: CommandLineTool
baseCommand: [ls, -R]
inputs:
  maybe: {type: Directory?, inputBinding: {position: 1}}
  usual:
    type: Directory
    default: {class: Directory, location: data/small}
    inputBinding: {position: 2}
outputs:
  listing: stdout

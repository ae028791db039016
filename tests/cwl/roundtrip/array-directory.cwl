cwlVersion: v1.2
class: CommandLineTool
baseCommand: ls
inputs:
  folders: {type: "Directory[]", inputBinding: {position: 1}}
outputs:
  listing: stdout

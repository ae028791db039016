cwlVersion: v1.2
class: CommandLineTool
label: Sleep
doc: Does nothing for a while.
baseCommand: sleep
inputs:
  seconds: {type: int, default: 600, inputBinding: {}}
outputs: []

cwlVersion: v1.2
class: CommandLineTool
label: Sleeps, and says nothing of how long
baseCommand: sleep
inputs:
  seconds: {type: float, inputBinding: {position: 1}}
outputs: []

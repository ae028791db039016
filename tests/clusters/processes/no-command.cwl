cwlVersion: v1.2
class: CommandLineTool
requirements:
  ResourceRequirement: {coresMin: 1, ramMin: 256}
baseCommand: [no-such-command, --now]
inputs: []
outputs: []

cwlVersion: v1.2
class: CommandLineTool
requirements:
  ResourceRequirement: {coresMin: 1, ramMin: 300}
baseCommand: [sh, -c, "echo there is no water >&2; exit 3"]
inputs: []
outputs:
  out: stdout

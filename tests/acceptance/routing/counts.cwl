cwlVersion: v1.2
class: CommandLineTool
label: Asks for as many cores as its client says
requirements:
  ResourceRequirement: {coresMin: $(inputs.cores)}
baseCommand: echo
inputs:
  cores: {type: int, inputBinding: {position: 1}}
outputs:
  counted: stdout

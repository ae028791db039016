cwlVersion: v1.2
class: CommandLineTool
label: gmx grompp
requirements:
  InitialWorkDirRequirement:
    listing: [$(inputs.includes)]
hints:
  SoftwareRequirement:
    packages: {gromacs: {version: ["2023.3"]}}
baseCommand: [gmx, grompp]
inputs:
  parameters: {type: File, inputBinding: {prefix: -f}}
  structure: {type: File, inputBinding: {prefix: -c}}
  topology: {type: File, inputBinding: {prefix: -p}}
  includes: {type: "File[]", default: []}
  restraints: {type: File?, inputBinding: {prefix: -r}}
  index: {type: File?, inputBinding: {prefix: -n}}
  max_warnings: {type: int, default: 0, inputBinding: {prefix: -maxwarn}}
  time: {type: float, default: -1, inputBinding: {prefix: -time}}
  renumber: {type: boolean, default: true, inputBinding: {prefix: -renum}}
  output_name: {type: string, default: topol.tpr, inputBinding: {prefix: -o}}
outputs:
  run_input: {type: File, outputBinding: {glob: $(inputs.output_name)}}
  processed: {type: File?, outputBinding: {glob: mdout.mdp}}

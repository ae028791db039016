cwlVersion: v1.2
class: CommandLineTool
label: Run an OpenFOAM case
requirements:
  InitialWorkDirRequirement:
    listing:
      - {entry: $(inputs.case), entryname: case, writable: true}
baseCommand: icoFoam
arguments: [-case, case]
inputs:
  case: {type: Directory, label: 'Case with 0, constant and system'}
  overrides:
    type:
      - "null"
      - type: record
        name: Control
        fields:
          startTime: double?
          endTime: double
          deltaT: double
          writeFormat: {type: {type: enum, symbols: [ascii, binary]}}
  regions: {type: "string[]", default: []}
outputs:
  solved: {type: Directory, outputBinding: {glob: case}}
  log: stdout

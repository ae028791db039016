cwlVersion: v1.1
class: CommandLineTool
label: GNU Octave
baseCommand: [octave-cli, --no-gui]
inputs:
  script: {type: File, inputBinding: {position: 1}}
  samples: {type: File, inputBinding: {position: 2}}
  matrix: {type: ["null", {type: array, items: {type: array, items: double}}]}
  tolerance: {type: double, default: 2.220446049250313e-16}
  options: {type: Any?}
  paths: {type: "Directory[]?"}
outputs:
  result: stdout

cwlVersion: v1.2
class: CommandLineTool
label: LAMMPS
$namespaces: {cwltool: "http://commonwl.org/cwltool#", wps: "https://w3id.org/wps-cwl#"}
requirements:
  SchemaDefRequirement:
    types:
      - name: Variable
        type: record
        fields:
          name: string
          values: {type: [double, string, {type: array, items: [double, string]}]}
hints:
  cwltool:MPIRequirement: {processes: $(inputs.processes)}
baseCommand: lmp
inputs:
  script: {type: File, inputBinding: {prefix: -in}}
  processes: {type: int, default: 1, wps:minimum: 1}
  potentials: {type: "File[]?"}
  data: {type: ["null", File, Directory]}
  variables:
    type:
      - "null"
      - type: array
        items: "#Variable"
  suffix: {type: ["null", {type: enum, symbols: [gpu, intel, kk, omp, opt]}], inputBinding: {prefix: -suffix}}
  seed: {type: long, default: 87287}
outputs:
  log: {type: File, outputBinding: {glob: log.lammps}}
  dumps: {type: "File[]", outputBinding: {glob: "dump.*"}}

cwlVersion: v1.0
class: CommandLineTool
label: ncks
doc: Cuts variables and hyperslabs out of NetCDF files.
requirements:
  SchemaDefRequirement:
    types:
      - name: Slab
        type: record
        fields:
          - {name: dimension, type: string}
          - {name: first, type: [int, double, string]}
          - {name: last, type: ["null", int, double, string]}
          - {name: stride, type: int?}
baseCommand: ncks
inputs:
  source: {type: File, inputBinding: {position: 8}}
  variables: {type: "string[]?", inputBinding: {prefix: -v, itemSeparator: ","}}
  exclude: {type: boolean, default: false, inputBinding: {prefix: -x}}
  slabs: {type: ["null", {type: array, items: "#Slab"}]}
  deflate: {type: int, default: 0, inputBinding: {prefix: -L}}
  chunk_cache: {type: long?, inputBinding: {prefix: --cnk_csh}}
  overwrite: {type: boolean, default: true, inputBinding: {prefix: -O}}
outputs:
  cut: {type: File, outputBinding: {glob: cut.nc}}
arguments: [{position: 9, valueFrom: cut.nc}]

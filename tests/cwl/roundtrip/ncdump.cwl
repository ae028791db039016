cwlVersion: v1.2
class: CommandLineTool
label: ncdump
baseCommand: ncdump
inputs:
  source: {type: File, inputBinding: {position: 9}}
  show: {type: {type: enum, symbols: [header, coordinates, everything]}, default: header}
  variables: {type: "string[]?", inputBinding: {prefix: -v, itemSeparator: ","}}
  digits: {type: "int[]?", inputBinding: {prefix: -p, itemSeparator: ","}}
outputs:
  text: stdout
stdout: dump.cdl

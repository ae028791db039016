cwlVersion: v1.2
class: CommandLineTool
label: gnuplot
requirements:
  SchemaDefRequirement:
    types:
      - {name: Axis, type: enum, symbols: [x, y, z]}
baseCommand: gnuplot
inputs:
  script: {type: File, inputBinding: {position: 9}}
  datafile: {type: File, inputBinding: {prefix: -e, valueFrom: "datafile='$(self.path)'"}}
  terminal: {type: {type: enum, symbols: [pngcairo, svg, pdfcairo, dumb]}, default: svg}
  x_range: {type: "double[]?"}
  y_range: {type: ["null", {type: array, items: ["null", double]}], doc: Null leaves one end free.}
  log_axes: {type: {type: array, items: "#Axis"}, default: []}
  title: {type: string, default: "λ / µm → I(λ)"}
outputs:
  plot: stdout
stdout: plot.svg

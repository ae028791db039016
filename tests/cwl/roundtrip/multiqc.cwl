cwlVersion: v1.2
class: CommandLineTool
label: MultiQC
baseCommand: [multiqc, --outdir, .]
inputs:
  reports: {type: {type: array, items: [File, Directory]}, inputBinding: {position: 5}}
  title: {type: string?, inputBinding: {prefix: --title}}
  ignore: {type: ["null", {type: array, items: string, inputBinding: {prefix: --ignore}}]}
  modules: {type: ["null", {type: array, items: string, inputBinding: {prefix: --module}}]}
  config: {type: Any?, doc: Free settings that are written into a configuration file.}
outputs:
  report: {type: File, outputBinding: {glob: "*.html"}}
  data: {type: Directory, outputBinding: {glob: "*_data"}}

cwlVersion: v1.2
class: CommandLineTool
baseCommand: echo
inputs:
  threads: {type: ["null", int, string], inputBinding: {prefix: --threads}}
  number: {type: ["null", int, double], inputBinding: {prefix: --number}}
outputs:
  printed: stdout

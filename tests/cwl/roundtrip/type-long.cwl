cwlVersion: v1.2
class: CommandLineTool
baseCommand: echo
inputs:
  smallest: {type: long, inputBinding: {position: 1}}
  largest: {type: long, inputBinding: {position: 2}}
  beyond_double: {type: long, doc: 2^53 + 1 is no double., inputBinding: {position: 3}}
outputs:
  printed: stdout

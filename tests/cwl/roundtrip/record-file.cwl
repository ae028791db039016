cwlVersion: v1.2
class: CommandLineTool
$namespaces: {edam: "http://edamontology.org/"}
baseCommand: [wc, -c]
inputs:
  pair:
    type:
      type: record
      name: Pair
      fields:
        forward: {type: File, format: edam:format_1930, inputBinding: {position: 1}}
        reverse: {type: File?, format: edam:format_1930, inputBinding: {position: 2}}
        index: {type: File, secondaryFiles: [.bai], inputBinding: {position: 3}}
        scratch: Directory?
outputs:
  size: stdout

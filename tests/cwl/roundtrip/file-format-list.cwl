cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  edam: "http://edamontology.org/"
  iana: "https://www.iana.org/assignments/media-types/"
baseCommand: [wc, -c]
inputs:
  alignment:
    type: File
    format: [edam:format_2572, edam:format_2573, edam:format_3462]
    inputBinding: {position: 1}
  table:
    type: File?
    format: [iana:text/csv, iana:text/tab-separated-values]
    inputBinding: {position: 2}
outputs:
  size: stdout

cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  iana: "https://www.iana.org/assignments/media-types/"
baseCommand: cat
inputs:
  table: {type: File, format: "iana:text/csv", inputBinding: {position: 1}}
  features: {type: File, format: "https://www.iana.org/assignments/media-types/application/geo+json", inputBinding: {position: 2}}
outputs:
  joined:
    type: File
    format: iana:text/plain
    outputBinding: {glob: joined.txt}
stdout: joined.txt

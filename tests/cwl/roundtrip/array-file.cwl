cwlVersion: v1.2
class: CommandLineTool
$namespaces: {iana: "https://www.iana.org/assignments/media-types/"}
baseCommand: cat
inputs:
  documents: {type: "File[]", inputBinding: {position: 1}}
  tables: {type: "File[]?", format: iana:text/csv, inputBinding: {position: 2}}
outputs:
  joined: stdout
  copies: {type: "File[]", outputBinding: {glob: "*.txt"}}

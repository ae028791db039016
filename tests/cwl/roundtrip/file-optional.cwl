cwlVersion: v1.2
class: CommandLineTool
$namespaces: {iana: "https://www.iana.org/assignments/media-types/"}
baseCommand: cat
inputs:
  first: {type: File, inputBinding: {position: 1}}
  second: {type: File?, inputBinding: {position: 2}}
  third: {type: ["null", File], format: iana:text/csv, inputBinding: {position: 3}}
outputs:
  joined: stdout

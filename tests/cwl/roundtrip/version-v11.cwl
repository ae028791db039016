cwlVersion: v1.1
class: CommandLineTool
requirements:
  WorkReuse: {enableReuse: false}
  NetworkAccess: {networkAccess: true}
  ToolTimeLimit: {timelimit: 60}
  InplaceUpdateRequirement: {inplaceUpdate: false}
baseCommand: cat
arguments: [-n]
inputs:
  document: {type: File, loadContents: true, inputBinding: {position: 1}}
  indexed: {type: File?, secondaryFiles: [{pattern: .bai, required: true}]}
outputs:
  numbered: stdout

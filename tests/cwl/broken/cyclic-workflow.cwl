cwlVersion: v1.2
class: Workflow
inputs:
  document: File
outputs:
  result: {type: File, outputSource: second/same}
steps:
  first:
    run: &copy
      class: CommandLineTool
      baseCommand: cat
      inputs: {other: File}
      outputs: {same: stdout}
    in: {other: second/same}
    out: [same]
  second:
    run: *copy
    in: {other: first/same}
    out: [same]

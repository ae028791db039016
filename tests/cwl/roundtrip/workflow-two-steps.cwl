cwlVersion: v1.2
class: Workflow
label: Sort, then copy
inputs:
  document: {type: File, label: Lines to sort}
  reverse: {type: boolean, default: false}
outputs:
  sorted: {type: File, outputSource: sort/sorted}
  copy: {type: File, label: The copy, outputSource: copy/copy}
steps:
  sort:
    run:
      class: CommandLineTool
      baseCommand: sort
      inputs:
        document: {type: File, inputBinding: {position: 1}}
        reverse: {type: boolean, inputBinding: {prefix: -r}}
      outputs:
        sorted: stdout
      stdout: sorted.txt
    in: {document: document, reverse: reverse}
    out: [sorted]
  copy:
    run: file-plain.cwl
    in: {document: sort/sorted}
    out: [{id: copy}]

cwlVersion: v1.2
class: Workflow
doc: A step that may be left out.
requirements:
  InlineJavascriptRequirement: {}
inputs:
  document: File
  wanted: boolean
outputs:
  maybe: {type: File?, outputSource: copy/copy}
  either:
    type: File
    outputSource: [copy/copy, document]
    pickValue: first_non_null
steps:
  copy:
    run: file-plain.cwl
    when: $(inputs.wanted)
    in: {document: document, wanted: wanted}
    out: [copy]

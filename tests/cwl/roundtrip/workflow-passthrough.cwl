cwlVersion: v1.2
class: Workflow
doc: A workflow without steps; what comes in goes out.
inputs:
  folder: Directory
  options:
    type:
      type: record
      fields: {name: string, level: int?}
  texts: string[]?
outputs:
  folder_out: {type: Directory, outputSource: folder}
  options_out:
    type:
      type: record
      fields: {name: string, level: int?}
    outputSource: options
  texts_out: {type: "string[]?", outputSource: texts}
steps: {}

cwlVersion: v1.0
class: ExpressionTool
requirements:
  - class: InlineJavascriptRequirement
inputs:
  files: {type: {type: array, items: File}}
  name: string
outputs:
  folder: Directory
expression: |
  ${ return {"folder": {"class": "Directory", "basename": inputs.name, "listing": inputs.files}}; }

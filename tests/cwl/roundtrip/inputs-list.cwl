cwlVersion: v1.1
class: CommandLineTool
id: inputs_in_a_list
label: Lists instead of maps
doc:
  - First paragraph, with <markup> & an ampersand.
  - Second paragraph.
baseCommand: echo
requirements:
  - class: InlineJavascriptRequirement
  - class: EnvVarRequirement
    envDef:
      - {envName: LC_ALL, envValue: C}
inputs:
  - id: text
    type: string
    doc: [One line., Another line.]
    label: A text
    inputBinding: {position: 2}
  - id: count
    type: ["null", int]
    default: 3
    inputBinding: {position: 1}
outputs:
  - id: printed
    type: stdout
    label: What was printed
    doc: Standard output.

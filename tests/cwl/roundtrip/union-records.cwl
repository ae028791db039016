cwlVersion: v1.2
class: CommandLineTool
doc: Exclusive groups of parameters, as CWL's user guide calls them.
baseCommand: echo
inputs:
  reads:
    type:
      - type: record
        name: single_end
        fields:
          single: {type: File, inputBinding: {prefix: -U}}
      - type: record
        name: paired_end
        fields:
          mate1: {type: File, inputBinding: {prefix: "-1"}}
          mate2: {type: File, inputBinding: {prefix: "-2"}}
outputs:
  printed: stdout

cwlVersion: v1.2
class: CommandLineTool
doc: Patterns may be parameter references.
baseCommand: [wc, -c]
inputs:
  alignment:
    type: File
    secondaryFiles:
      - $(self.basename).bai
      - pattern: $(self.nameroot).stats
        required: false
    inputBinding: {position: 1}
outputs:
  size: stdout

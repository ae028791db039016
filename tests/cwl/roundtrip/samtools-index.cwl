cwlVersion: v1.0
class: CommandLineTool
label: samtools index
requirements:
  - class: InitialWorkDirRequirement
    listing: [$(inputs.alignments)]
baseCommand: [samtools, index]
inputs:
  - id: alignments
    type: File
    inputBinding: {position: 5, valueFrom: $(self.basename)}
  - id: kind
    type: ["null", {type: record, name: csi, fields: [{name: min_shift, type: int, doc: Smallest interval is 2^n., inputBinding: {prefix: -m}}]}]
  - id: bai
    type: boolean
    default: true
    inputBinding: {prefix: -b}
outputs:
  - id: indexed
    type: File
    secondaryFiles: .bai
    outputBinding: {glob: $(inputs.alignments.basename)}

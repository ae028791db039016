cwlVersion: v1.2
class: CommandLineTool
label: Trimmomatic, paired end
baseCommand: [trimmomatic, PE]
inputs:
  reads:
    type:
      type: record
      name: Pair
      fields:
        forward: {type: File, inputBinding: {position: 1}}
        reverse: {type: File, inputBinding: {position: 2}}
  clip:
    type:
      - "null"
      - type: record
        name: Clip
        fields: {adapters: File, seed_mismatches: int, palindrome: int, simple: int, keep_both: boolean?}
  sliding_window:
    type:
      type: record
      name: Window
      fields: {size: int, quality: float}
    default: {size: 4, quality: 15}
  leading: {type: int, default: 3}
  trailing: {type: int, default: 3}
  min_length: {type: int, default: 36}
  phred: {type: {type: enum, symbols: [phred33, phred64]}, default: phred33, inputBinding: {prefix: "-", separate: false}}
outputs:
  paired: {type: "File[]", outputBinding: {glob: "*_paired.fastq"}}
  unpaired: {type: "File[]", outputBinding: {glob: "*_unpaired.fastq"}}

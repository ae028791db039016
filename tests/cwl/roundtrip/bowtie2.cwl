cwlVersion: v1.2
class: CommandLineTool
label: bowtie2
requirements:
  InlineJavascriptRequirement: {}
baseCommand: bowtie2
inputs:
  index: {type: Directory, label: Folder of the index, inputBinding: {prefix: -x, valueFrom: $(self.path)/$(inputs.index_name)}}
  index_name: {type: string, default: ref}
  reads:
    type:
      - type: record
        name: unpaired
        fields:
          unpaired: {type: "File[]", inputBinding: {prefix: -U, itemSeparator: ","}}
      - type: record
        name: paired
        fields:
          mates1: {type: "File[]", inputBinding: {prefix: "-1", itemSeparator: ","}}
          mates2: {type: "File[]", inputBinding: {prefix: "-2", itemSeparator: ","}}
  preset:
    type: {type: enum, symbols: [very-fast, fast, sensitive, very-sensitive]}
    default: sensitive
    inputBinding: {prefix: --, separate: false}
  mode: {type: {type: enum, symbols: [end-to-end, local]}, default: end-to-end, inputBinding: {prefix: --, separate: false}}
  skip: {type: long?, inputBinding: {prefix: --skip}}
  upto: {type: long?, inputBinding: {prefix: --upto}}
  trim5: {type: int, default: 0, inputBinding: {prefix: --trim5}}
  seed_mismatches: {type: {type: enum, symbols: ["0", "1"]}, default: "0", inputBinding: {prefix: -N}}
  max_insert: {type: int, default: 500, inputBinding: {prefix: --maxins}}
  no_unaligned: {type: boolean, default: false, inputBinding: {prefix: --no-unal}}
  score_min: {type: string, default: "L,-0.6,-0.6", inputBinding: {prefix: --score-min}}
outputs:
  alignments: stdout
  summary: stderr
stdout: aligned.sam
stderr: summary.txt

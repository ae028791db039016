cwlVersion: v1.0
class: CommandLineTool
label: blastn
doc: Compares nucleotide queries with a nucleotide database.
baseCommand: blastn
requirements:
  InlineJavascriptRequirement: {}
inputs:
  query: {type: File, inputBinding: {prefix: -query}}
  database: {type: Directory, inputBinding: {prefix: -db, valueFrom: $(self.path)/$(inputs.database_name)}}
  database_name: string
  task:
    type: {type: enum, symbols: [blastn, blastn-short, dc-megablast, megablast, rmblastn]}
    default: megablast
    inputBinding: {prefix: -task}
  evalue: {type: double, default: 10, inputBinding: {prefix: -evalue}}
  word_size: {type: int?, inputBinding: {prefix: -word_size}}
  gapopen: {type: int?, inputBinding: {prefix: -gapopen}}
  gapextend: {type: int?, inputBinding: {prefix: -gapextend}}
  perc_identity: {type: float?, inputBinding: {prefix: -perc_identity}}
  max_target_seqs: {type: int, default: 500, inputBinding: {prefix: -max_target_seqs}}
  dust: {type: [boolean, string], default: "20 64 1", inputBinding: {prefix: -dust}}
  strand: {type: {type: enum, symbols: [both, minus, plus]}, default: both, inputBinding: {prefix: -strand}}
  outfmt: {type: [int, string], default: 6, inputBinding: {prefix: -outfmt}}
  threads: {type: int, default: 1, inputBinding: {prefix: -num_threads}}
  taxids: {type: ["null", {type: array, items: long}], inputBinding: {prefix: -taxids, itemSeparator: ","}}
  searchsp: {type: long?, inputBinding: {prefix: -searchsp}}
outputs:
  hits: stdout
stdout: hits.txt

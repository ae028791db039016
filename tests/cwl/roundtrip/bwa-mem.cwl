cwlVersion: v1.2
class: CommandLineTool
label: bwa mem
doc: Aligns reads of 70 bases up to megabases against a reference with a bwa index.
$namespaces: {edam: "http://edamontology.org/"}
hints:
  ResourceRequirement: {coresMin: 4, ramMin: 6000, tmpdirMin: 1000}
baseCommand: [bwa, mem]
inputs:
  reference:
    type: File
    format: edam:format_1929
    secondaryFiles: [.amb, .ann, .bwt, .pac, .sa]
    inputBinding: {position: 20}
  reads: {type: "File[]", format: edam:format_1930, inputBinding: {position: 21}}
  threads: {type: int?, inputBinding: {prefix: -t}}
  min_seed_length: {type: int, default: 19, inputBinding: {prefix: -k}}
  band_width: {type: int, default: 100, inputBinding: {prefix: -w}}
  z_dropoff: {type: int, default: 100, inputBinding: {prefix: -d}}
  reseed_ratio: {type: float, default: 1.5, inputBinding: {prefix: -r}}
  match_score: {type: int, default: 1, inputBinding: {prefix: -A}}
  mismatch_penalty: {type: int, default: 4, inputBinding: {prefix: -B}}
  gap_open: {type: "int[]", default: [6, 6], inputBinding: {prefix: -O, itemSeparator: ","}}
  gap_extend: {type: "int[]", default: [1, 1], inputBinding: {prefix: -E, itemSeparator: ","}}
  read_group: {type: string?, doc: 'A header line, such as @RG\tID:foo\tSM:bar.', inputBinding: {prefix: -R}}
  insert_size: {type: ["null", {type: array, items: double}], inputBinding: {prefix: -I, itemSeparator: ","}}
  mark_short_split: {type: boolean, default: false, inputBinding: {prefix: -M}}
  soft_clip: {type: boolean?, inputBinding: {prefix: -Y}}
outputs:
  alignments: {type: stdout, format: edam:format_2573}
stdout: aligned.sam

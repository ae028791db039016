cwlVersion: v1.1
class: CommandLineTool
label: samtools view
doc:
  - Prints alignments of a file, all of them or those of some regions.
  - Regions need an index.
$namespaces: {edam: "http://edamontology.org/"}
baseCommand: [samtools, view]
inputs:
  alignments:
    type: File
    secondaryFiles: [{pattern: .bai, required: false}, {pattern: .crai, required: false}]
    format: [edam:format_2572, edam:format_3462]
    inputBinding: {position: 10}
  regions: {type: "string[]?", doc: 'Such as chr1:100-200.', inputBinding: {position: 11}}
  reference: {type: File?, secondaryFiles: [.fai], format: edam:format_1929, inputBinding: {prefix: -T}}
  bed: {type: File?, inputBinding: {prefix: -L}}
  with_header: {type: boolean, default: false, inputBinding: {prefix: -h}}
  count_only: {type: boolean?, inputBinding: {prefix: -c}}
  min_quality: {type: int, default: 0, inputBinding: {prefix: -q}}
  require_flags: {type: [int, string], default: 0, inputBinding: {prefix: -f}}
  exclude_flags: {type: ["null", int, "string"], inputBinding: {prefix: -F}}
  read_groups: {type: ["null", {type: array, items: string, inputBinding: {prefix: -r}}]}
  subsample: {type: double?, inputBinding: {prefix: -s}}
outputs:
  selected: stdout
stdout: selected.sam

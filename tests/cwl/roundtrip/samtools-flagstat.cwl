cwlVersion: v1.2
class: CommandLineTool
label: samtools flagstat
baseCommand: [samtools, flagstat]
inputs:
  alignments: {type: File, streamable: true, inputBinding: {position: 1}}
  output_format:
    type: ["null", {type: enum, symbols: [json, tsv]}]
    inputBinding: {prefix: -O}
outputs:
  statistics: stdout
stdout: $(inputs.alignments.nameroot).flagstat

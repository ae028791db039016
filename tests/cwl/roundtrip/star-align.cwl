cwlVersion: v1.2
class: CommandLineTool
label: STAR
baseCommand: [STAR, --runMode, alignReads]
inputs:
  genome: {type: Directory, inputBinding: {prefix: --genomeDir}}
  reads: {type: "File[]", inputBinding: {prefix: --readFilesIn}}
  out_sam_type: {type: "string[]", default: [BAM, SortedByCoordinate], inputBinding: {prefix: --outSAMtype}}
  sjdb_overhang: {type: int?, inputBinding: {prefix: --sjdbOverhang}}
  ram_limit: {type: long, default: 31000000000, inputBinding: {prefix: --limitBAMsortRAM}}
  mismatch_ratio: {type: double, default: 0.3, inputBinding: {prefix: --outFilterMismatchNoverLmax}}
  two_pass: {type: boolean?, inputBinding: {prefix: --twopassMode, valueFrom: Basic}}
  threads: {type: int, default: 1, inputBinding: {prefix: --runThreadN}}
outputs:
  alignments: {type: File, outputBinding: {glob: "*.bam"}}
  junctions: {type: File, outputBinding: {glob: SJ.out.tab}}
  logs: {type: "File[]", outputBinding: {glob: "Log*.out"}}

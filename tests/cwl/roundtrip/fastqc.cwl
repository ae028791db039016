cwlVersion: v1.2
class: CommandLineTool
label: FastQC
baseCommand: [fastqc, --outdir, ., --extract]
inputs:
  reads: {type: [File, "File[]"], inputBinding: {position: 9}}
  format: {type: ["null", {type: enum, symbols: [bam, sam, bam_mapped, sam_mapped, fastq]}], inputBinding: {prefix: --format}}
  contaminants: {type: File?, inputBinding: {prefix: --contaminants}}
  adapters: {type: File?, inputBinding: {prefix: --adapters}}
  kmers: {type: int, default: 7, inputBinding: {prefix: --kmers}}
  threads: {type: int, default: 1, inputBinding: {prefix: --threads}}
  nogroup: {type: boolean?, inputBinding: {prefix: --nogroup}}
outputs:
  reports: {type: "File[]", outputBinding: {glob: "*_fastqc.html"}}
  archives: {type: "File[]", outputBinding: {glob: "*_fastqc.zip"}}
  folders: {type: "Directory[]", outputBinding: {glob: "*_fastqc"}}

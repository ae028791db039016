cwlVersion: v1.1
class: CommandLineTool
label: HISAT2
baseCommand: hisat2
inputs:
  - {id: index, type: Directory}
  - {id: index_name, type: string, default: genome}
  - {id: mate1, type: File?, inputBinding: {prefix: "-1"}}
  - {id: mate2, type: File?, inputBinding: {prefix: "-2"}}
  - {id: unpaired, type: "File[]?", inputBinding: {prefix: -U, itemSeparator: ","}}
  - {id: rna_strandness, type: ["null", {type: enum, symbols: [F, R, FR, RF]}], inputBinding: {prefix: --rna-strandness}}
  - {id: known_splice_sites, type: File?, inputBinding: {prefix: --known-splicesite-infile}}
  - {id: min_intron, type: int, default: 20, inputBinding: {prefix: --min-intronlen}}
  - {id: max_intron, type: int, default: 500000, inputBinding: {prefix: --max-intronlen}}
  - {id: noncanonical_penalty, type: int, default: 12, inputBinding: {prefix: --pen-noncansplice}}
  - {id: dta, type: boolean, default: false, doc: For transcript assemblers., inputBinding: {prefix: --dta}}
  - {id: phred64, type: boolean?, inputBinding: {prefix: --phred64}}
  - {id: threads, type: int, default: 1, inputBinding: {prefix: -p}}
arguments:
  - {prefix: -x, valueFrom: $(inputs.index.path)/$(inputs.index_name)}
outputs:
  - {id: alignments, type: stdout}
  - {id: summary, type: stderr}
stdout: hisat2.sam
stderr: hisat2.log

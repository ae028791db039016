cwlVersion: v1.2
class: CommandLineTool
label: featureCounts
requirements:
  SchemaDefRequirement:
    types:
      - {name: Strandedness, type: enum, symbols: ["0", "1", "2"]}
baseCommand: featureCounts
inputs:
  alignments: {type: "File[]", secondaryFiles: [.bai?], inputBinding: {position: 9}}
  annotation: {type: File, inputBinding: {prefix: -a}}
  annotation_format: {type: {type: enum, symbols: [GTF, GFF, SAF]}, default: GTF, inputBinding: {prefix: -F}}
  feature_type: {type: string, default: exon, inputBinding: {prefix: -t}}
  attribute: {type: string, default: gene_id, inputBinding: {prefix: -g}}
  strand: {type: "#Strandedness", default: "0", inputBinding: {prefix: -s}}
  strand_per_file: {type: ["null", {type: array, items: "#Strandedness"}], inputBinding: {prefix: -s, itemSeparator: ","}}
  paired: {type: boolean, default: false, inputBinding: {prefix: -p}}
  min_overlap: {type: int, default: 1, inputBinding: {prefix: --minOverlap}}
  fraction_overlap: {type: float, default: 0, inputBinding: {prefix: --fracOverlap}}
  extra_attributes: {type: "string[]?", inputBinding: {prefix: --extraAttributes, itemSeparator: ","}}
  output_name: {type: string, default: counts.tsv, inputBinding: {prefix: -o}}
outputs:
  counts: {type: File, secondaryFiles: [.summary], outputBinding: {glob: $(inputs.output_name)}}

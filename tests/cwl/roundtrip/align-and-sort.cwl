cwlVersion: v1.2
class: Workflow
label: Align, sort and index the reads of several samples
$namespaces: {edam: "http://edamontology.org/"}
requirements:
  ScatterFeatureRequirement: {}
  SubworkflowFeatureRequirement: {}
  StepInputExpressionRequirement: {}
inputs:
  reference: {type: File, format: edam:format_1929, secondaryFiles: [.amb, .ann, .bwt, .pac, .sa]}
  samples: {type: {type: array, items: {type: array, items: File}}, format: edam:format_1930, doc: Reads of each sample.}
  groups: string[]
  threads: {type: int, default: 2}
outputs:
  indexed: {type: "File[]", secondaryFiles: [.bai], outputSource: each/indexed}
steps:
  each:
    scatter: [reads, group]
    scatterMethod: dotproduct
    in: {reference: reference, reads: samples, group: groups, threads: threads}
    out: [indexed]
    run:
      class: Workflow
      inputs:
        reference: {type: File, format: edam:format_1929, secondaryFiles: [.amb, .ann, .bwt, .pac, .sa]}
        reads: {type: "File[]", format: edam:format_1930}
        group: string
        threads: int
      outputs:
        indexed: {type: File, outputSource: index/indexed}
      steps:
        align:
          run: bwa-mem.cwl
          in: {reference: reference, reads: reads, read_group: group, threads: threads}
          out: [alignments]
        sort:
          run: samtools-sort.cwl
          in: {alignments: align/alignments, threads: threads}
          out: [sorted]
        index:
          run: samtools-index.cwl
          in: {alignments: sort/sorted}
          out: [indexed]

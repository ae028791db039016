cwlVersion: v1.2
class: CommandLineTool
label: samtools sort
doc: Sorts alignments by leftmost coordinate, by read name or by tag.
$namespaces: {edam: "http://edamontology.org/", wps: "https://w3id.org/wps-cwl#"}
wps:keywords: [alignment, BAM]
hints:
  DockerRequirement: {dockerPull: quay.io/biocontainers/samtools:1.20--h50ea8bc_0}
  ResourceRequirement: {coresMin: 2, ramMin: 1024}
baseCommand: [samtools, sort]
inputs:
  alignments:
    type: File
    format: [edam:format_2572, edam:format_2573, edam:format_3462]
    inputBinding: {position: 10}
  by_name: {type: boolean?, label: Sort by read name, inputBinding: {prefix: -n}}
  by_tag: {type: string?, doc: 'Two characters, such as "NM".', inputBinding: {prefix: -t}}
  compression:
    type: int?
    wps:minimum: 0
    wps:maximum: 9
    inputBinding: {prefix: -l}
  memory: {type: string, default: 768M, doc: 'Per thread; K, M or G may follow.', inputBinding: {prefix: -m}}
  threads: {type: int, default: 1, wps:minimum: 1, inputBinding: {prefix: -@}}
  output_format:
    type: {type: enum, symbols: [sam, bam, cram]}
    default: bam
    inputBinding: {prefix: -O}
  output_name: {type: string, default: sorted.bam, inputBinding: {prefix: -o}}
outputs:
  sorted: {type: File, outputBinding: {glob: $(inputs.output_name)}}

cwlVersion: v1.2
class: CommandLineTool
label: bcftools call
$namespaces: {edam: "http://edamontology.org/"}
baseCommand: [bcftools, call]
inputs:
  likelihoods: {type: File, format: [edam:format_3016, edam:format_3020], secondaryFiles: [.tbi?, .csi?], inputBinding: {position: 9}}
  caller:
    type:
      - {type: enum, symbols: [multiallelic, consensus]}
    default: multiallelic
    inputBinding: {prefix: --, separate: false, valueFrom: $(self)-caller}
  ploidy: {type: [int, string], default: GRCh38, inputBinding: {prefix: --ploidy}}
  regions: {type: ["null", string, File], doc: 'chr:from-to, or a file of them.'}
  variants_only: {type: boolean, default: true, inputBinding: {prefix: --variants-only}}
  keep_alts: {type: boolean?, inputBinding: {prefix: --keep-alts}}
  prior: {type: double, default: 1.1e-3, inputBinding: {prefix: --prior}}
  p_value: {type: float, default: 0.5, inputBinding: {prefix: --pval-threshold}}
  samples: {type: "string[]?", inputBinding: {prefix: --samples, itemSeparator: ","}}
  skip_variants: {type: ["null", {type: enum, symbols: [indels, snps]}], inputBinding: {prefix: --skip-variants}}
  output_type:
    type: {type: enum, symbols: [b, u, z, v]}
    default: z
    inputBinding: {prefix: --output-type}
outputs:
  variants: stdout
stdout: calls.vcf.gz

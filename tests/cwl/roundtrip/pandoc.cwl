cwlVersion: v1.2
class: CommandLineTool
label: pandoc
doc: |
  Converts between markup formats.

  Variables are given as a list of key and value.
requirements:
  SchemaDefRequirement:
    types:
      - name: Variable
        type: record
        fields: {key: string, value: [string, boolean, int]}
  InitialWorkDirRequirement:
    listing: [$(inputs.figures)]
$namespaces: {iana: "https://www.iana.org/assignments/media-types/"}
baseCommand: [pandoc, --standalone]
inputs:
  sources: {type: "File[]", format: iana:text/markdown, inputBinding: {position: 5}}
  figures: {type: "File[]", default: []}
  from: {type: string, default: markdown+smart, inputBinding: {prefix: --from}}
  to: {type: {type: enum, symbols: [html5, latex, docx, epub3, odt]}, default: html5, inputBinding: {prefix: --to}}
  bibliography: {type: ["null", File, "File[]"]}
  style: {type: File?, inputBinding: {prefix: --csl}}
  variables:
    type:
      type: array
      items: "#Variable"
    default: []
  toc: {type: boolean?, inputBinding: {prefix: --toc}}
  toc_depth: {type: int, default: 3, inputBinding: {prefix: --toc-depth}}
  metadata: {type: Any, default: {}}
  output_name: {type: string, default: out.html, inputBinding: {prefix: --output}}
outputs:
  converted: {type: File, outputBinding: {glob: $(inputs.output_name)}}

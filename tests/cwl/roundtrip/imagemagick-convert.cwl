cwlVersion: v1.1
class: CommandLineTool
label: convert (ImageMagick)
$namespaces: {wps: "https://w3id.org/wps-cwl#"}
baseCommand: convert
inputs:
  images: {type: "File[]", wps:mediaTypes: [image/png, image/jpeg], inputBinding: {position: 1}}
  resize: {type: string?, doc: 'Geometry such as 50%, 640x480 or 640x480^.', inputBinding: {prefix: -resize, position: 2}}
  rotate: {type: double?, wps:minimum: -360, wps:maximum: 360, wps:unit: deg, inputBinding: {prefix: -rotate, position: 2}}
  quality: {type: int, default: 92, wps:minimum: 1, wps:maximum: 100, inputBinding: {prefix: -quality, position: 2}}
  colorspace: {type: ["null", {type: enum, symbols: [sRGB, Gray, CMYK, Lab]}], inputBinding: {prefix: -colorspace, position: 2}}
  annotate: {type: ["null", {type: record, name: Note, fields: {geometry: string, text: string}}]}
  strip: {type: boolean, default: true, inputBinding: {prefix: -strip, position: 2}}
  append: {type: boolean?, inputBinding: {prefix: -append, position: 3}}
  output_name: {type: string, default: out.png, inputBinding: {position: 9}}
outputs:
  image: {type: File, wps:mediaTypes: [image/png, image/jpeg], outputBinding: {glob: $(inputs.output_name)}}

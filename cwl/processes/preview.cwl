cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  wps: "https://w3id.org/wps-cwl#"
  iana: "https://www.iana.org/assignments/media-types/"

label: Preview of an image
doc: |
  Draws a small picture of any image: in colours where its bands are red, green and blue or have a palette, else in
  grey. Values that are not bytes are stretched between their 2nd and 98th percentile; no data is transparent.
wps:version: 1.0.0
wps:keywords: [raster, picture]

requirements:
  InitialWorkDirRequirement:
    listing:
      - {entryname: preview.py, entry: {$include: scripts/preview.py}}
      - {entryname: bands.py, entry: {$include: scripts/bands.py}}
      - {entryname: command.py, entry: {$include: scripts/command.py}}
      - {entryname: picture.py, entry: {$include: scripts/picture.py}}
      - {entryname: progress.py, entry: {$include: scripts/progress.py}}
      - {entryname: raster.py, entry: {$include: scripts/raster.py}}
  ResourceRequirement: {coresMin: 1, ramMin: 1024}
baseCommand: [python3, preview.py]

inputs:
  image:
    type: File
    label: Image
    doc: The image that is drawn.
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/png, image/jpeg, image/jp2]
    inputBinding: {prefix: --image=, separate: false}
  size:
    type: int
    default: 512
    label: Size
    doc: The longer side of the picture; a smaller image is not enlarged.
    wps:minimum: 16
    wps:maximum: 4096
    wps:unit: pixel
    inputBinding: {prefix: --size=, separate: false}
  bands:
    type: int[]?
    label: Bands
    doc: The number of one band, which is drawn in grey, or of three, which are drawn as red, green and blue.
    inputBinding: {prefix: --bands=, separate: false, itemSeparator: ","}

outputs:
  preview:
    type: File
    label: Picture
    doc: The picture.
    format: iana:image/png

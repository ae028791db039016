cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  wps: "https://w3id.org/wps-cwl#"
  iana: "https://www.iana.org/assignments/media-types/"

label: Vegetation index
doc: |
  Computes a vegetation index of an image: NDVI, GNDVI, EVI2, SAVI and MSAVI need a near-infrared band; VARI, GLI and
  NGRDI do with the visible ones. Bands whose numbers are not given are found by their descriptions, then by their
  colour interpretation; in an image of three bands or more that says nothing they are red, green, blue.
wps:version: 1.0.0
wps:keywords: [raster, remote sensing, vegetation, NDVI]

requirements:
  InitialWorkDirRequirement:
    listing:
      - {entryname: vegetation_index.py, entry: {$include: scripts/vegetation_index.py}}
      - {entryname: bands.py, entry: {$include: scripts/bands.py}}
      - {entryname: command.py, entry: {$include: scripts/command.py}}
      - {entryname: indices.py, entry: {$include: scripts/indices.py}}
      - {entryname: picture.py, entry: {$include: scripts/picture.py}}
      - {entryname: progress.py, entry: {$include: scripts/progress.py}}
      - {entryname: raster.py, entry: {$include: scripts/raster.py}}
      - {entryname: summary.py, entry: {$include: scripts/summary.py}}
  ResourceRequirement: {coresMin: 1, ramMin: 1024}
baseCommand: [python3, vegetation_index.py]

inputs:
  image:
    type: File
    label: Image
    doc: An image of reflectances, or a colour photograph.
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/png, image/jpeg, image/jp2]
    inputBinding: {prefix: --image=, separate: false}
  index:
    type: {type: enum, symbols: [auto, NDVI, GNDVI, EVI2, SAVI, MSAVI, VARI, GLI, NGRDI]}
    default: auto
    label: Index
    doc: Which index; auto is NDVI where there is a near-infrared band, else VARI.
    inputBinding: {prefix: --index=, separate: false}
  red:
    type: int?
    label: Red band
    doc: The number of the red band, from 1.
    wps:minimum: 1
    inputBinding: {prefix: --red=, separate: false}
  green:
    type: int?
    label: Green band
    doc: The number of the green band, from 1.
    wps:minimum: 1
    inputBinding: {prefix: --green=, separate: false}
  blue:
    type: int?
    label: Blue band
    doc: The number of the blue band, from 1.
    wps:minimum: 1
    inputBinding: {prefix: --blue=, separate: false}
  nir:
    type: int?
    label: Near-infrared band
    doc: The number of the near-infrared band, from 1.
    wps:minimum: 1
    inputBinding: {prefix: --nir=, separate: false}
  scale:
    type: double?
    label: Scale
    doc: |
      The number that turns pixel values into reflectances from 0 to 1; EVI2, SAVI and MSAVI depend on it. Where it is
      missing, it is the scale that the image states, else 1/255 for bytes, 1/10000 for larger whole numbers, and 1.
    wps:minimum: 0.000000001
    inputBinding: {prefix: --scale=, separate: false}

outputs:
  result:
    type: File
    label: Index
    doc: The index as numbers (float32; NaN where the image has no data or the formula divides by zero).
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff]
  preview:
    type: File
    label: Preview
    doc: A picture, from brown (low) to dark green (high); the colours of an index mean the same in every picture.
    format: iana:image/png
  statistics:
    type: File
    label: Statistics
    doc: The index and bands that were used; count, minimum, maximum, mean and standard deviation of the index.
    format: iana:application/json
  index_used:
    type: string
    label: Index used
    doc: The name of the index; with auto, the one that was chosen.
  mean:
    type: double
    label: Mean
    doc: The mean of the index over all pixels that have one.

cwlVersion: v1.2
class: Workflow
$namespaces:
  wps: "https://w3id.org/wps-cwl#"
  iana: "https://www.iana.org/assignments/media-types/"

label: Vegetation index of several images
doc: |
  Computes the same vegetation index of several images, each as a job of its own, and puts the pictures on one contact
  sheet. See the process vegetation_index for the indices and for how bands are found.
wps:version: 1.0.0
wps:keywords: [raster, remote sensing, vegetation, workflow]

requirements:
  ScatterFeatureRequirement: {}

inputs:
  images:
    type: File[]
    label: Images
    doc: Images of reflectances, or colour photographs.
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/png, image/jpeg, image/jp2]
  index:
    type: {type: enum, symbols: [auto, NDVI, GNDVI, EVI2, SAVI, MSAVI, VARI, GLI, NGRDI]}
    default: auto
    label: Index
    doc: Which index; auto is NDVI for images that have a near-infrared band, and VARI for the others.
  red:
    type: int?
    label: Red band
    doc: The number of the red band of all images, from 1.
    wps:minimum: 1
  green:
    type: int?
    label: Green band
    doc: The number of the green band of all images, from 1.
    wps:minimum: 1
  blue:
    type: int?
    label: Blue band
    doc: The number of the blue band of all images, from 1.
    wps:minimum: 1
  nir:
    type: int?
    label: Near-infrared band
    doc: The number of the near-infrared band of all images, from 1.
    wps:minimum: 1
  scale:
    type: double?
    label: Scale
    doc: The number that turns pixel values into reflectances from 0 to 1.
    wps:minimum: 0.000000001

outputs:
  results:
    type: File[]
    outputSource: compute/result
    label: Indices
    doc: The index of each image as numbers, in the order of the images.
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff]
  contact_sheet:
    type: File
    outputSource: collect/contact_sheet
    label: Contact sheet
    doc: The numbered pictures of all indices.
    format: iana:image/png
  summary:
    type: File
    outputSource: collect/summary
    label: Summary
    doc: Number, place on the contact sheet, index, bands and statistics of each image.
    format: iana:application/json

steps:
  compute:
    run: vegetation_index.cwl
    scatter: image
    in: {image: images, index: index, red: red, green: green, blue: blue, nir: nir, scale: scale}
    out: [result, preview, statistics]
  collect:
    in: {previews: compute/preview, statistics: compute/statistics}
    out: [contact_sheet, summary]
    run:
      class: CommandLineTool
      label: Contact sheet
      requirements:
        InitialWorkDirRequirement:
          listing:
            - {entryname: contact_sheet.py, entry: {$include: scripts/contact_sheet.py}}
            - {entryname: command.py, entry: {$include: scripts/command.py}}
            - {entryname: picture.py, entry: {$include: scripts/picture.py}}
            - {entryname: progress.py, entry: {$include: scripts/progress.py}}
            - {entryname: raster.py, entry: {$include: scripts/raster.py}}
        ResourceRequirement: {coresMin: 1, ramMin: 1024}
      baseCommand: [python3, contact_sheet.py]
      inputs:
        previews:
          type:
            type: array
            items: File
            inputBinding: {prefix: --preview=, separate: false}
        statistics:
          type:
            type: array
            items: File
            inputBinding: {prefix: --statistics=, separate: false}
      outputs:
        contact_sheet: {type: File, format: iana:image/png}
        summary: {type: File, format: iana:application/json}

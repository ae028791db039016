cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  wps: "https://w3id.org/wps-cwl#"
  iana: "https://www.iana.org/assignments/media-types/"

label: Describe an image
doc: Tells size, bands, coordinate reference system and place of an image, and measures each band.
wps:version: 1.0.0
wps:keywords: [raster, metadata, statistics]

requirements:
  InitialWorkDirRequirement:
    listing:
      - {entryname: raster_info.py, entry: {$include: scripts/raster_info.py}}
      - {entryname: command.py, entry: {$include: scripts/command.py}}
      - {entryname: progress.py, entry: {$include: scripts/progress.py}}
      - {entryname: raster.py, entry: {$include: scripts/raster.py}}
      - {entryname: summary.py, entry: {$include: scripts/summary.py}}
  ResourceRequirement: {coresMin: 1, ramMin: 1024}
baseCommand: [python3, raster_info.py]

inputs:
  image:
    type: File
    label: Image
    doc: The image that is described.
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/png, image/jpeg, image/jp2]
    inputBinding: {prefix: --image=, separate: false}

outputs:
  width:
    type: int
    label: Width
    doc: The number of columns.
    wps:unit: pixel
  height:
    type: int
    label: Height
    doc: The number of rows.
    wps:unit: pixel
  bands:
    type: int
    label: Bands
    doc: The number of bands.
  driver:
    type: string
    label: Driver
    doc: The short name of the GDAL driver that reads the image, for instance GTiff.
  crs:
    type: string?
    label: Coordinate reference system
    doc: Authority and code, or WKT where there is no code; missing where the image has no coordinate reference system.
  bounding_box:
    type:
      - "null"
      - {type: record, fields: {bbox: "double[]", crs: "string?"}}
    label: Bounding box
    doc: Around the image, in longitude and latitude; missing where the place of the image is not known.
    wps:crs: [urn:ogc:def:crs:OGC:1.3:CRS84]
  info:
    type: File
    label: All facts
    doc: All of that, and data type, "no data" value, colours, scale and statistics of each band.
    format: iana:application/json

cwlVersion: v1.2
class: CommandLineTool
$namespaces: {wps: "https://w3id.org/wps-cwl#"}

label: Reproject an image
doc: |
  Brings an image into another coordinate reference system. Pixels that the image does not reach get its "no data"
  value; where it has none, that is NaN for fractions and 0 for whole numbers.
wps:version: 1.0.0
wps:keywords: [raster, projection]

requirements:
  InitialWorkDirRequirement:
    listing:
      - {entryname: reproject.py, entry: {$include: scripts/reproject.py}}
      - {entryname: command.py, entry: {$include: scripts/command.py}}
      - {entryname: progress.py, entry: {$include: scripts/progress.py}}
      - {entryname: raster.py, entry: {$include: scripts/raster.py}}
  ResourceRequirement: {coresMin: 1, ramMin: 1024}
baseCommand: [python3, reproject.py]

inputs:
  image:
    type: File
    label: Image
    doc: An image that states its coordinate reference system.
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/png, image/jpeg, image/jp2]
    inputBinding: {prefix: --image=, separate: false}
  target_crs:
    type: string
    default: EPSG:4326
    label: Target CRS
    doc: The code of the coordinate reference system of the result, for instance EPSG:32613 or urn:ogc:def:crs:EPSG::3857.
    inputBinding: {prefix: --target_crs=, separate: false}
  resolution:
    type: double?
    label: Resolution
    doc: The size of the result's pixels in units of the target CRS; where it is missing, detail is kept.
    wps:minimum: 0.000000000001
    inputBinding: {prefix: --resolution=, separate: false}
  resampling:
    type: {type: enum, symbols: [nearest, bilinear, cubic, cubic_spline, lanczos, average, mode, min, max, med, q1, q3]}
    default: nearest
    label: Resampling
    doc: How the pixels of the result are found; nearest keeps the values of classes as they are.
    inputBinding: {prefix: --resampling=, separate: false}

outputs:
  result:
    type: File
    label: Reprojected image
    doc: The image in the target CRS.
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff]
  crs:
    type: string
    label: Coordinate reference system
    doc: Authority and code of the result's coordinate reference system.
  width:
    type: int
    label: Width
    doc: The number of columns of the result.
    wps:unit: pixel
  height:
    type: int
    label: Height
    doc: The number of rows of the result.
    wps:unit: pixel

cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  wps: "https://w3id.org/wps-cwl#"
  iana: "https://www.iana.org/assignments/media-types/"

label: Zonal statistics
doc: |
  Measures one band of an image within each of some zones (polygons). A pixel belongs to the zone in which its centre
  lies. A zone without a pixel has the count 0, and no other statistics.
wps:version: 1.0.0
wps:keywords: [raster, vector, statistics]

requirements:
  # named, because cwltool cannot bind an optional array of an unnamed enum (it registers the enum's name twice)
  SchemaDefRequirement:
    types:
      - {name: Statistic, type: enum, symbols: [count, min, max, mean, std, sum, median]}
  InitialWorkDirRequirement:
    listing:
      - {entryname: zonal_statistics.py, entry: {$include: scripts/zonal_statistics.py}}
      - {entryname: command.py, entry: {$include: scripts/command.py}}
      - {entryname: progress.py, entry: {$include: scripts/progress.py}}
      - {entryname: raster.py, entry: {$include: scripts/raster.py}}
      - {entryname: summary.py, entry: {$include: scripts/summary.py}}
      - {entryname: vector.py, entry: {$include: scripts/vector.py}}
  ResourceRequirement: {coresMin: 1, ramMin: 1024}
baseCommand: [python3, zonal_statistics.py]

inputs:
  image:
    type: File
    label: Image
    doc: The image that is measured.
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/png, image/jpeg, image/jp2]
    inputBinding: {prefix: --image=, separate: false}
  zones:
    type: File
    label: Zones
    doc: Polygons in any coordinate reference system; a zip archive holds one shapefile.
    wps:mediaTypes:
      - application/geo+json
      - application/gml+xml
      - application/geopackage+sqlite3
      - application/vnd.google-earth.kml+xml
      - application/zip
    inputBinding: {prefix: --zones=, separate: false}
  band:
    type: int
    default: 1
    label: Band
    doc: The number of the band that is measured, from 1.
    wps:minimum: 1
    inputBinding: {prefix: --band=, separate: false}
  statistics:
    type: "#Statistic[]"
    default: [count, min, max, mean, std]
    label: Statistics
    doc: What is measured; std is the standard deviation of all the zone's pixels.
    inputBinding: {prefix: --statistics=, separate: false, itemSeparator: ","}

outputs:
  result:
    type: File
    label: Zones with statistics
    doc: The zones in WGS 84 with their properties, and a property for each statistic.
    format: iana:application/geo+json
  table:
    type: File
    label: Table
    doc: The properties and statistics of the zones, a line for each zone.
    format: iana:text/csv

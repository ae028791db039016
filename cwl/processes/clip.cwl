cwlVersion: v1.2
class: CommandLineTool
$namespaces: {wps: "https://w3id.org/wps-cwl#"}

label: Clip an image
doc: |
  Keeps those pixels of an image whose centre lies in one of the polygons; the others get the image's "no data" value
  (where it has none: NaN for fractions, 0 for whole numbers). The result is as large as the polygons need.
wps:version: 1.0.0
wps:keywords: [raster, vector, mask]

requirements:
  InitialWorkDirRequirement:
    listing:
      - {entryname: clip.py, entry: {$include: scripts/clip.py}}
      - {entryname: command.py, entry: {$include: scripts/command.py}}
      - {entryname: progress.py, entry: {$include: scripts/progress.py}}
      - {entryname: raster.py, entry: {$include: scripts/raster.py}}
      - {entryname: vector.py, entry: {$include: scripts/vector.py}}
  ResourceRequirement: {coresMin: 1, ramMin: 1024}
baseCommand: [python3, clip.py]

inputs:
  image:
    type: File
    label: Image
    doc: The image that is clipped.
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/png, image/jpeg, image/jp2]
    inputBinding: {prefix: --image=, separate: false}
  polygons:
    type: File
    label: Polygons
    doc: Polygons in any coordinate reference system; a zip archive holds one shapefile.
    wps:mediaTypes:
      - application/geo+json
      - application/gml+xml
      - application/geopackage+sqlite3
      - application/vnd.google-earth.kml+xml
      - application/zip
    inputBinding: {prefix: --polygons=, separate: false}

outputs:
  result:
    type: File
    label: Clipped image
    doc: The image within the polygons.
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff]

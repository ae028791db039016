cwlVersion: v1.2
class: CommandLineTool
$namespaces: {wps: "https://w3id.org/wps-cwl#"}

label: Hillshade
doc: |
  Lights a terrain model from one side, so that its relief is seen. Heights are in metres; where the pixels are
  measured in degrees, or in another unit than metres, their size in metres is computed.
wps:version: 1.0.0
wps:keywords: [raster, terrain, relief]

requirements:
  InitialWorkDirRequirement:
    listing:
      - {entryname: hillshade.py, entry: {$include: scripts/hillshade.py}}
      - {entryname: command.py, entry: {$include: scripts/command.py}}
      - {entryname: progress.py, entry: {$include: scripts/progress.py}}
      - {entryname: raster.py, entry: {$include: scripts/raster.py}}
  ResourceRequirement: {coresMin: 1, ramMin: 1024}
baseCommand: [python3, hillshade.py]

inputs:
  dem:
    type: File
    label: Terrain model
    doc: An image whose first band holds heights.
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/png, image/jp2]
    inputBinding: {prefix: --dem=, separate: false}
  azimuth:
    type: double
    default: 315
    label: Azimuth
    doc: Where the light comes from, clockwise from north.
    wps:minimum: 0
    wps:maximum: 360
    wps:unit: deg
    inputBinding: {prefix: --azimuth=, separate: false}
  altitude:
    type: double
    default: 45
    label: Altitude
    doc: How high the light stands above the horizon.
    wps:minimum: 0
    wps:maximum: 90
    wps:unit: deg
    inputBinding: {prefix: --altitude=, separate: false}
  z_factor:
    type: double
    default: 1
    label: Exaggeration
    doc: The number by which heights are multiplied; 0.3048 where they are in feet.
    wps:minimum: 0.000000001
    wps:maximum: 1000000000
    inputBinding: {prefix: --z_factor=, separate: false}

outputs:
  result:
    type: File
    label: Hillshade
    doc: Shades from 1 (dark) to 255 (lit); 0 where there is no height.
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff]

# Written by `wps-cwl otb generate` from OTB 8.1.1; changes get lost.
cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  wps: https://w3id.org/wps-cwl#
label: ConvertCartoToGeoPoint
doc: |-
  Convert cartographic coordinates to geographic ones.

  This application computes the geographic coordinates from cartographic ones. User has to give the X and Y coordinate and the cartographic projection (see mapproj parameter for details).
wps:version: 8.1.1
wps:keywords: [Orfeo ToolBox, Geometry, Coordinates]
wps:progress: terminal
wps:lastStage: Writing
requirements:
  InlineJavascriptRequirement:
    expressionLib:
    - |-
      function printed(text, key) {
        var below = text.slice(text.lastIndexOf("Output parameters value:")).split("\n");
        var found = below.filter(function (line) { return line.indexOf(key + ":") === 0; });
        return found.length ? found[0].slice(key.length + 1).trim() : null;
      }
      function printedNumber(text, key) {
        var value = printed(text, key);
        return value === null || value === "" || !isFinite(Number(value)) ? null : Number(value);
      }
  ResourceRequirement:
    coresMin: 1
    ramMin: 1024
  EnvVarRequirement:
    envDef:
      ITK_GLOBAL_DEFAULT_NUMBER_OF_THREADS: $(String(runtime.cores))
      GDAL_SKIP: VRT DERIVED WMS WMTS WCS PLMOSAIC EEDAI DAAS STACTA STACIT NGW HTTP OGR_VRT WFS OAPIF Elasticsearch
        Carto AmigoCloud PLSCENES CSW GMLAS
      GDAL_ERROR_ON_LIBJPEG_WARNING: 'TRUE'
hints:
  SoftwareRequirement:
    packages:
      otb:
        version: [8.1.1]
baseCommand: [otbcli_ConvertCartoToGeoPoint]
arguments: []
inputs:
  carto.x:
    type: float
    label: 'Input cartographic coordinates: X cartographic coordinates'
    doc: X cartographic coordinates in the projection defined by mapproj parameter
    inputBinding:
      prefix: -carto.x
  carto.y:
    type: float
    label: 'Input cartographic coordinates: Y cartographic coordinates'
    doc: Y cartographic coordinates in the projection defined by mapproj parameter
    inputBinding:
      prefix: -carto.y
  mapproj:
    type:
    - 'null'
    - type: enum
      symbols: [utm, lambert2, lambert93, wgs, epsg]
    label: Map Projection
    doc: |-
      Defines the map projection to be used.

      - utm: Universal Trans-Mercator (UTM): A system of transverse mercator projections dividing the surface of Earth between 80S and 84N latitude.
      - lambert2: Lambert II Etendu: This is a Lambert Conformal Conic projection mainly used in France.
      - lambert93: Lambert93: This is a Lambert 93 projection mainly used in France.
      - wgs: WGS 84: This is a Geographical projection
      - epsg: EPSG Code: This code is a generic way of identifying map projections, and allows specifying a large amount of them. See www.spatialreference.org to find which EPSG code is associated to your projection;
    wps:toolDefault: utm
    inputBinding:
      prefix: -mapproj
  mapproj.utm.zone:
    type: int?
    label: Zone number
    doc: The zone number ranges from 1 to 60 and allows defining the transverse mercator projection (along with
      the hemisphere)
    wps:minimum: 1
    wps:toolDefault: 31
    wps:when: mapproj = utm
    inputBinding:
      prefix: -mapproj.utm.zone
  mapproj.utm.northhem:
    type: boolean?
    label: Northern Hemisphere
    doc: The transverse mercator projections are defined by their zone number as well as the hemisphere. Activate
      this parameter if your image is in the northern hemisphere.
    wps:toolDefault: false
    wps:when: mapproj = utm
    inputBinding:
      prefix: -mapproj.utm.northhem
      valueFrom: '$(self ? "true" : "false")'
  mapproj.epsg.code:
    type: int?
    label: EPSG Code
    doc: See www.spatialreference.org to find which EPSG code is associated to your projection
    wps:toolDefault: 4326
    wps:when: mapproj = epsg
    inputBinding:
      prefix: -mapproj.epsg.code
outputs:
  long:
    type: double?
    label: Output long
    doc: Point longitude coordinates in decimal degrees.
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printedNumber(self[0].contents, "long"))
  lat:
    type: double?
    label: Output lat
    doc: Point latitude coordinates in decimal degrees.
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printedNumber(self[0].contents, "lat"))
stdout: otb-printed.txt

# Written by `wps-cwl otb generate` from OTB 8.1.1; changes get lost.
cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  wps: https://w3id.org/wps-cwl#
label: ConvertSensorToGeoPoint
doc: |-
  Sensor to geographic coordinates conversion.

  This Application converts a sensor point of an input image to a geographic point using the Forward Sensor Model of the input image.

  See also: ConvertCartoToGeoPoint application, otbObtainUTMZoneFromGeoPoint
wps:version: 8.1.1
wps:keywords: [Orfeo ToolBox, Geometry]
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
baseCommand: [otbcli_ConvertSensorToGeoPoint]
arguments: []
inputs:
  in:
    type: File
    label: Sensor image
    doc: Input sensor image.
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg, application/x-netcdf]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    inputBinding:
      prefix: -in
      valueFrom: '$(self.path + (inputs["in_options"] ? "?" + inputs["in_options"] : ""))'
  in_options:
    type: string?
    label: 'Sensor image: extended file name'
    doc: 'How OTB reads the file: what stands behind the ? of an extended file name, for instance &bands=1,2&skipcarto=true'
    wps:pattern: (&[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  input.idx:
    type: float?
    label: 'Point Coordinates: X value of desired point'
    doc: X coordinate of the point to transform.
    wps:toolDefault: 0
    inputBinding:
      prefix: -input.idx
  input.idy:
    type: float?
    label: 'Point Coordinates: Y value of desired point'
    doc: Y coordinate of the point to transform.
    wps:toolDefault: 0
    inputBinding:
      prefix: -input.idy
outputs:
  output.idx:
    type: double?
    label: Output Point Longitude
    doc: Output point longitude coordinate.
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printedNumber(self[0].contents, "output.idx"))
  output.idy:
    type: double?
    label: Output Point Latitude
    doc: Output point latitude coordinate.
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printedNumber(self[0].contents, "output.idy"))
  output.town:
    type: string?
    label: Main town near the coordinates computed
    doc: Nearest main town of the computed geographic point.
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printed(self[0].contents, "output.town"))
  output.country:
    type: string?
    label: Country of the image
    doc: Country of the input image
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printed(self[0].contents, "output.country"))
stdout: otb-printed.txt

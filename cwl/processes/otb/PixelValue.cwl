# Written by `wps-cwl otb generate` from OTB 8.1.1; changes get lost.
cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  wps: https://w3id.org/wps-cwl#
label: PixelValue
doc: |-
  Get the value of a pixel.

  This application gives the value of a selected pixel. There are three ways to designate a pixel, with its index, its physical coordinate (in the physical space attached to the image), and with geographical coordinate system. Coordinates will be interpreted differently depending on which mode is chosen.
wps:version: 8.1.1
wps:keywords: [Orfeo ToolBox, Image Manipulation, Coordinates]
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
baseCommand: [otbcli_PixelValue]
arguments: []
inputs:
  in:
    type: File
    label: Input Image
    doc: Input image
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg, application/x-netcdf]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    inputBinding:
      prefix: -in
      valueFrom: '$(self.path + (inputs["in_options"] ? "?" + inputs["in_options"] : ""))'
  in_options:
    type: string?
    label: 'Input Image: extended file name'
    doc: 'How OTB reads the file: what stands behind the ? of an extended file name, for instance &bands=1,2&skipcarto=true'
    wps:pattern: (&[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  coordx:
    type: float
    label: X coordinate
    doc: This will be the X coordinate interpreted depending on the chosen mode
    inputBinding:
      prefix: -coordx
  coordy:
    type: float
    label: Y coordinate
    doc: This will be the Y coordinate interpreted depending on the chosen mode
    inputBinding:
      prefix: -coordy
  mode:
    type:
    - 'null'
    - type: enum
      symbols: [index, physical, epsg]
    label: Coordinate system used to designate the pixel
    doc: |-
      Different modes can be selected, default mode is Index.

      - index: Index: This mode uses the given coordinates as index to locate the pixel.
      - physical: Image physical space: This mode interprets the given coordinates in the image physical space.
      - epsg: EPSG coordinates: This mode interprets the given coordinates in the specified geographical coordinate system by the EPSG code.
    wps:toolDefault: index
    inputBinding:
      prefix: -mode
  mode.epsg.code:
    type: int?
    label: EPSG code
    doc: 'This code is used to define a geographical coordinate system. If no system is specified, WGS84 (EPSG:
      4326) is used by default.'
    wps:when: mode = epsg
    inputBinding:
      prefix: -mode.epsg.code
  cl:
    type: string[]?
    label: Channels
    doc: Displayed channels
    wps:pattern: (?!-+[A-Za-z])[\s\S]+
    inputBinding:
      prefix: -cl
outputs:
  value:
    type: string?
    label: Pixel Value
    doc: Pixel radiometric value
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printed(self[0].contents, "value"))
stdout: otb-printed.txt

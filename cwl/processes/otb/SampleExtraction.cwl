# Written by `wps-cwl otb generate` from OTB 8.1.1; changes get lost.
cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  wps: https://w3id.org/wps-cwl#
label: SampleExtraction
doc: |-
  Extracts samples values from an image.

  The application extracts samples values from animage using positions contained in a vector data file.
wps:version: 8.1.1
wps:keywords: [Orfeo ToolBox, Learning]
wps:progress: terminal
wps:lastStage: Writing
requirements:
  InlineJavascriptRequirement: {}
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
baseCommand: [otbcli_SampleExtraction]
arguments:
- prefix: -ram
  valueFrom: $(Math.floor(runtime.ram / 2))
inputs:
  in:
    type: File
    label: InputImage
    doc: Support image
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg, application/x-netcdf]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    inputBinding:
      prefix: -in
      valueFrom: '$(self.path + (inputs["in_options"] ? "?" + inputs["in_options"] : ""))'
  in_options:
    type: string?
    label: 'InputImage: extended file name'
    doc: 'How OTB reads the file: what stands behind the ? of an extended file name, for instance &bands=1,2&skipcarto=true'
    wps:pattern: (&[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  vec:
    type: File
    label: Input sampling positions
    doc: Vector data file containing samplingpositions. (OGR format)
    wps:mediaTypes: [application/geo+json, application/gml+xml, application/geopackage+sqlite3, application/vnd.google-earth.kml+xml,
      application/x-esri-shape, application/vnd.sqlite3]
    secondaryFiles: ['^.shx?', '^.dbf?', '^.prj?', '^.cpg?']
    inputBinding:
      prefix: -vec
  out_name:
    type: string
    default: out.gpkg
    label: 'Output samples: file name'
    doc: What the file of the output out is called; the extension decides its format.
    wps:pattern: '[A-Za-z0-9][A-Za-z0-9_.-]*'
    wps:fileNameOf: out
    inputBinding:
      prefix: -out
  outfield:
    type:
    - 'null'
    - type: enum
      symbols: [prefix, list]
    label: Output field names
    doc: |-
      Choice between naming method for output fields

      - prefix: Use a prefix and an incremental counter: Use a prefix and an incremental counter
      - list: Use the given name list: Use the given name list
    wps:toolDefault: prefix
    inputBinding:
      prefix: -outfield
  outfield.prefix.name:
    type: string?
    label: Output field prefix
    doc: Prefix used to form the field names thatwill contain the extracted values.
    wps:pattern: (?!-+[A-Za-z])[\s\S]+
    wps:toolDefault: value_
    wps:when: outfield = prefix
    inputBinding:
      prefix: -outfield.prefix.name
  outfield.list.names:
    type: string[]?
    label: Output field names
    doc: Full list of output field names.
    wps:pattern: (?!-+[A-Za-z])[\s\S]+
    wps:when: outfield = list
    wps:requiredWhen: outfield = list
    inputBinding:
      prefix: -outfield.list.names
  field:
    type: string
    label: Field Name
    doc: Name of the field carrying the class name in the input vectors.
    wps:pattern: (?!-+[A-Za-z])[\s\S]+
    inputBinding:
      prefix: -field
  layer:
    type: int?
    label: Layer Index
    doc: Layer index to read in the input vector file.
    wps:toolDefault: 0
    inputBinding:
      prefix: -layer
outputs:
  out:
    type: File
    label: Output samples
    doc: Output vector data file storing samplevalues (OGR format). If not given, the input vector data file is
      updated
    secondaryFiles: ['^.shx?', '^.dbf?', '^.prj?', '^.cpg?']
    wps:mediaTypes: [application/geopackage+sqlite3, application/gml+xml, application/x-esri-shape, application/vnd.sqlite3]
    outputBinding:
      glob: $(inputs["out_name"])

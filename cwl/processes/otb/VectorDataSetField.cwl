# Written by `wps-cwl otb generate` from OTB 8.1.1; changes get lost.
cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  wps: https://w3id.org/wps-cwl#
label: VectorDataSetField
doc: |-
  Set a field in vector data.

  Set a specified field to a specified value on all features of a vector data.

  Limitations: Doesn't work with KML files yet
wps:version: 8.1.1
wps:keywords: [Orfeo ToolBox, Vector Data Manipulation]
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
baseCommand: [otbcli_VectorDataSetField]
arguments: []
inputs:
  in:
    type: File
    label: Input
    doc: Input Vector Data
    wps:mediaTypes: [application/geo+json, application/gml+xml, application/geopackage+sqlite3, application/vnd.google-earth.kml+xml,
      application/x-esri-shape, application/vnd.sqlite3]
    secondaryFiles: ['^.shx?', '^.dbf?', '^.prj?', '^.cpg?']
    inputBinding:
      prefix: -in
  out_name:
    type: string
    default: out.gpkg
    label: 'Output: file name'
    doc: What the file of the output out is called; the extension decides its format.
    wps:pattern: '[A-Za-z0-9][A-Za-z0-9_.-]*'
    wps:fileNameOf: out
    inputBinding:
      prefix: -out
  fn:
    type: string
    label: Field
    doc: Field name
    wps:pattern: (?!-+[A-Za-z])[\s\S]+
    inputBinding:
      prefix: -fn
  fv:
    type: string
    label: Value
    doc: Field value
    wps:pattern: (?!-+[A-Za-z])[\s\S]+
    inputBinding:
      prefix: -fv
outputs:
  out:
    type: File
    label: Output
    doc: Output Vector Data
    secondaryFiles: ['^.shx?', '^.dbf?', '^.prj?', '^.cpg?']
    wps:mediaTypes: [application/geopackage+sqlite3, application/geo+json, application/gml+xml, application/vnd.google-earth.kml+xml,
      application/x-esri-shape, application/vnd.sqlite3]
    outputBinding:
      glob: $(inputs["out_name"])

# Written by `wps-cwl otb generate` from OTB 8.1.1; changes get lost.
cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  wps: https://w3id.org/wps-cwl#
label: ComputeOGRLayersFeaturesStatistics
doc: |-
  Compute statistics of the features in a set of OGR Layers

  Compute statistics (mean and standard deviation) of the features in a set of OGR Layers, and write them in an XML file. The resulting XML file can then be used by the training application.

  Limitations: Experimental. For now only shapefiles are supported.

  See also: OGRLayerClassifier,TrainVectorClassifier
wps:version: 8.1.1
wps:keywords: [Orfeo ToolBox, Segmentation]
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
baseCommand: [otbcli_ComputeOGRLayersFeaturesStatistics]
arguments: []
inputs:
  inshp:
    type: File
    label: Vector Data
    doc: Name of the input shapefile
    wps:mediaTypes: [application/geo+json, application/gml+xml, application/geopackage+sqlite3, application/vnd.google-earth.kml+xml,
      application/x-esri-shape, application/vnd.sqlite3]
    secondaryFiles: ['^.shx?', '^.dbf?', '^.prj?', '^.cpg?']
    inputBinding:
      prefix: -inshp
  outstats_name:
    type: string
    default: outstats.xml
    label: 'Output XML file: file name'
    doc: What the file of the output outstats is called; the extension decides its format.
    wps:pattern: '[A-Za-z0-9][A-Za-z0-9_.-]*'
    wps:fileNameOf: outstats
    inputBinding:
      prefix: -outstats
  feat:
    type: string[]
    label: Feature
    doc: List of features to consider for statistics.
    wps:pattern: (?!-+[A-Za-z])[\s\S]+
    inputBinding:
      prefix: -feat
outputs:
  outstats:
    type: File
    label: Output XML file
    doc: XML file containing mean and variance of each feature.
    wps:mediaTypes: [application/xml]
    outputBinding:
      glob: $(inputs["outstats_name"])

# Written by `wps-cwl otb generate` from OTB 8.1.1; changes get lost.
cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  wps: https://w3id.org/wps-cwl#
label: OGRLayerClassifier
doc: |-
  Classify an OGR layer based on a machine learning model and a list of features to consider.

  This application will apply a trained machine learning model on the selected feature to get a classification of each geometry contained in an OGR layer. The list of feature must match the list used for training. The predicted label is written in the user defined field for each geometry.

  Limitations: Experimental. Only shapefiles are supported for now.

  See also: ComputeOGRLayersFeaturesStatistics
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
  InitialWorkDirRequirement:
    listing:
    - entry: $(inputs["inshp"])
      writable: true
hints:
  SoftwareRequirement:
    packages:
      otb:
        version: [8.1.1]
baseCommand: [otbcli_OGRLayerClassifier]
arguments: []
inputs:
  inshp:
    type: File
    label: Name of the input shapefile
    doc: Name of the input shapefile
    wps:mediaTypes: [application/x-esri-shape]
    secondaryFiles: ['^.shx?', '^.dbf?', '^.prj?', '^.cpg?']
    inputBinding:
      prefix: -inshp
  instats:
    type: File
    label: XML file containing mean and variance of each feature
    doc: XML file containing mean and variance of each feature.
    wps:mediaTypes: [application/xml]
    inputBinding:
      prefix: -instats
  insvm:
    type: File
    label: Input model filename
    doc: Input model filename.
    wps:mediaTypes: [application/octet-stream]
    inputBinding:
      prefix: -insvm
  feat:
    type: string[]
    label: Features
    doc: Features to be calculated
    wps:pattern: (?!-+[A-Za-z])[\s\S]+
    inputBinding:
      prefix: -feat
  cfield:
    type: string?
    label: Field containing the predicted class
    doc: Field containing the predicted class
    wps:pattern: (?!-+[A-Za-z])[\s\S]+
    wps:toolDefault: predicted
    inputBinding:
      prefix: -cfield
outputs:
  inshp_updated:
    type: File
    label: 'Name of the input shapefile: updated'
    doc: The file of the input inshp with what the application has written into it.
    secondaryFiles: ['^.shx?', '^.dbf?', '^.prj?', '^.cpg?']
    wps:mediaTypes: [application/x-esri-shape]
    outputBinding:
      glob: $(inputs["inshp"].basename)

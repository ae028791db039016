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
      GDAL_SKIP: VRT AAIGrid ACE2 ADRG AIG AirSAR AmigoCloud ARG AVCBin AVCE00 BAG BIGGIF BLX BMP BSB BT BYN CAD
        CALS Carto CEOS COASP COSAR CPG CSV CSW CTable2 CTG DAAS DERIVED DGN DIMAP DIPEx DOQ1 DOQ2 DXF ECRGTOC EDIGEO
        EEDA EEDAI EHdr EIR ELAS Elasticsearch ENVI ERS ESAT ESRIC ESRIJSON FAST FIT FITS FlatGeobuf GenBin Geoconcept
        GeoJSONSeq GeoRSS GFF GIF GMLAS GPSBabel GPX GRASSASCIIGrid GRIB GS7BG GSAG GSBG GSC GXF HDF4 HDF4Image
        HDF5 HDF5Image HEIF HF2 HFA HTTP Idrisi ILWIS IRIS ISCE ISG ISIS2 ISIS3 JAXAPALSAR JDEM JML KMLSUPEROVERLAY
        KRO L1B LAN LCP Leveller LOSLAS LVBAG MAP MapML MBTiles MFF MFF2 MRF MSGN MSSQLSpatial MVT MySQL NAS NDF
        netCDF NGSGEOID NGW NITF NTv2 NWT_GRC NWT_GRD OAPIF ODBC ODS OGCAPI OGR_GMT OGR_OGDI OGR_PDS OGR_SDTS OGR_VRT
        OpenFileGDB OSM OZI PAux PCIDSK PCRaster PDF PDS PDS4 PGDUMP PGeo PLMOSAIC PLSCENES PNM PostGISRaster PostgreSQL
        PRF R Rasterlite RIK RMF ROI_PAC RPFTOC RRASTER RS2 RST S57 SAFE SAGA SAR_CEOS SDTS Selafin SENTINEL2 SGI
        SIGDEM SNODAS SOSI SRP STACIT STACTA SVG SXF Terragen TGA TIGER TIL TopoJSON TSX USGSDEM VDV VFK VICAR WAsP
        WCS WEBP WFS WMS WMTS XLS XLSX XPM XYZ Zarr ZMap
      OGR_SKIP: Interlis 1,Interlis 2,MapInfo File,UK .NTF
      SPATIALITE_LOAD: 'NO'
      GDAL_HTTP_PROXY: http://127.0.0.1:1
      CPL_VSIL_CURL_ALLOWED_EXTENSIONS: .none
      GML_DOWNLOAD_SCHEMA: 'NO'
      GML_SKIP_RESOLVE_ELEMS: ALL
      PROJ_NETWORK: 'OFF'
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
    wps:pattern: (?!\s*-+[A-Za-z])[\s\S]*\S[\s\S]*
    inputBinding:
      prefix: -feat
  cfield:
    type: string?
    label: Field containing the predicted class
    doc: Field containing the predicted class
    wps:pattern: (?!\s*-+[A-Za-z])[\s\S]*\S[\s\S]*
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

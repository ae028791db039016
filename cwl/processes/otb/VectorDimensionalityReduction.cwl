# Written by `wps-cwl otb generate` from OTB 8.1.1; changes get lost.
cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  wps: https://w3id.org/wps-cwl#
label: VectorDimensionalityReduction
doc: |-
  Performs dimensionality reduction of the input vector data according to a model file.

  This application performs a vector data dimensionality reduction based on a model file produced by the TrainDimensionalityReduction application.

  See also: TrainDimensionalityReduction
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
hints:
  SoftwareRequirement:
    packages:
      otb:
        version: [8.1.1]
baseCommand: [otbcli_VectorDimensionalityReduction]
arguments: []
inputs:
  in:
    type: File
    label: Name of the input vector data
    doc: The input vector data to reduce.
    wps:mediaTypes: [application/geo+json, application/gml+xml, application/geopackage+sqlite3, application/vnd.google-earth.kml+xml,
      application/x-esri-shape, application/vnd.sqlite3]
    secondaryFiles: ['^.shx?', '^.dbf?', '^.prj?', '^.cpg?']
    inputBinding:
      prefix: -in
  instat:
    type: File?
    label: Statistics file
    doc: An XML file containing mean and standard deviation to center and reduce samples before dimensionality reduction
      (produced by ComputeImagesStatistics application).
    wps:mediaTypes: [application/xml]
    inputBinding:
      prefix: -instat
  model:
    type: File
    label: Model file
    doc: A model file (produced by the TrainDimensionalityReduction application,
    wps:mediaTypes: [application/octet-stream]
    inputBinding:
      prefix: -model
  out_name:
    type: string
    default: out.gpkg
    label: 'Output vector data file containing the reduced vector: file name'
    doc: What the file of the output out is called; the extension decides its format.
    wps:pattern: (?!otb-printed|cwl\.output)[A-Za-z0-9][A-Za-z0-9_.-]*
    wps:fileNameOf: out
    inputBinding:
      prefix: -out
  feat:
    type: string[]
    label: Input features to use for reduction
    doc: List of field names in the input vector data used as features for reduction.
    wps:pattern: (?!\s*-+[A-Za-z])[\s\S]*\S[\s\S]*
    inputBinding:
      prefix: -feat
  featout:
    type:
    - 'null'
    - type: enum
      symbols: [prefix, list]
    label: Output feature
    doc: |-
      Naming of output features

      - prefix: Prefix: Use a name prefix
      - list: List: Use a list with all names
    wps:toolDefault: prefix
    inputBinding:
      prefix: -featout
  featout.prefix.name:
    type: string?
    label: Feature name prefix
    doc: Name prefix for output features. This prefix is followed by the numeric index of each output feature.
    wps:pattern: (?!\s*-+[A-Za-z])[\s\S]*\S[\s\S]*
    wps:toolDefault: reduced_
    wps:when: featout = prefix
    inputBinding:
      prefix: -featout.prefix.name
  featout.list.names:
    type: string[]?
    label: Feature name list
    doc: List of field names for the output features which result from the reduction.
    wps:pattern: (?!\s*-+[A-Za-z])[\s\S]*\S[\s\S]*
    wps:when: featout = list
    wps:requiredWhen: featout = list
    inputBinding:
      prefix: -featout.list.names
  pcadim:
    type: int?
    label: Principal component dimension
    doc: This optional parameter can be set to reduce the number of eignevectors used in the PCA model file. This
      parameter can't be used for other models
    inputBinding:
      prefix: -pcadim
  mode:
    type:
    - 'null'
    - type: enum
      symbols: [overwrite, update]
    label: Writing mode
    doc: |-
      This parameter determines if the output file is overwritten or updated [overwrite/update]. If an output file name is given, the original file is copied before creating the new features.

      - overwrite: Overwrite: Overwrite mode
      - update: Update: Update mode
    wps:toolDefault: overwrite
    inputBinding:
      prefix: -mode
outputs:
  out:
    type: File
    label: Output vector data file containing the reduced vector
    doc: Output vector data file storing sample values (OGR format). If not given, the input vector data file is
      used. In overwrite mode, the original features will be lost.
    secondaryFiles: ['^.shx?', '^.dbf?', '^.prj?', '^.cpg?']
    wps:mediaTypes: [application/geopackage+sqlite3, application/gml+xml, application/x-esri-shape, application/vnd.sqlite3]
    outputBinding:
      glob: $(inputs["out_name"])

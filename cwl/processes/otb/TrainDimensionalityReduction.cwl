# Written by `wps-cwl otb generate` from OTB 8.1.1; changes get lost.
cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  wps: https://w3id.org/wps-cwl#
label: TrainDimensionalityReduction
doc: |-
  Train a dimensionality reduction model

  Trainer for dimensionality reduction algorithms (autoencoders, PCA, SOM). All input samples are used to compute the model, like other machine learning models.
  The model can be used in the ImageDimensionalityReduction and VectorDimensionalityReduction applications.

  See also: ImageDimensionalityReduction, VectorDimensionalityReduction
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
baseCommand: [otbcli_TrainDimensionalityReduction]
arguments:
- prefix: -ram
  valueFrom: $(Math.floor(runtime.ram / 2))
inputs:
  io.vd:
    type: File
    label: 'Input and output data: Input Vector Data'
    doc: 'Input geometries used for training (note: all geometries from the layer will be used)'
    wps:mediaTypes: [application/geo+json, application/gml+xml, application/geopackage+sqlite3, application/vnd.google-earth.kml+xml,
      application/x-esri-shape, application/vnd.sqlite3]
    secondaryFiles: ['^.shx?', '^.dbf?', '^.prj?', '^.cpg?']
    inputBinding:
      prefix: -io.vd
  io.out_name:
    type: string
    default: io.out.model
    label: 'Input and output data: Output model: file name'
    doc: What the file of the output io.out is called; the extension decides its format.
    wps:pattern: (?!otb-printed|cwl\.output)[A-Za-z0-9][A-Za-z0-9_.-]*
    wps:fileNameOf: io.out
    inputBinding:
      prefix: -io.out
  io.stats:
    type: File?
    label: 'Input and output data: Input XML image statistics file'
    doc: XML file containing mean and variance of each feature.
    wps:mediaTypes: [application/xml]
    inputBinding:
      prefix: -io.stats
  feat:
    type: string[]
    label: Field names to be used for training
    doc: List of field names in the input vector data used as features for training.
    wps:pattern: (?!\s*-+[A-Za-z])[\s\S]*\S[\s\S]*
    inputBinding:
      prefix: -feat
  algorithm:
    type:
    - 'null'
    - type: enum
      symbols: [som]
    label: algorithm to use for the training
    doc: |-
      Choice of the dimensionality reduction algorithm to use for the training.

      - som: OTB SOM: This group of parameters allows setting SOM parameters.
    wps:toolDefault: som
    inputBinding:
      prefix: -algorithm
  algorithm.som.s:
    type: string[]?
    label: Map size
    doc: Sizes of the SOM map (one per dimension). For instance, [12;15] means a 2D map of size 12x15. Support2D
      to 5D maps.
    wps:pattern: (?!\s*-+[A-Za-z])[\s\S]*\S[\s\S]*
    wps:toolDefault: 10 10
    wps:when: algorithm = som
    inputBinding:
      prefix: -algorithm.som.s
  algorithm.som.n:
    type: string[]?
    label: Neighborhood sizes
    doc: Sizes of the initial neighborhood in the SOM map (one per dimension). The number of sizes should be the
      same as the map sizes
    wps:pattern: (?!\s*-+[A-Za-z])[\s\S]*\S[\s\S]*
    wps:toolDefault: 3 3
    wps:when: algorithm = som
    inputBinding:
      prefix: -algorithm.som.n
  algorithm.som.ni:
    type: int?
    label: NumberIteration
    doc: Number of iterations for SOM learning
    wps:toolDefault: 5
    wps:when: algorithm = som
    inputBinding:
      prefix: -algorithm.som.ni
  algorithm.som.bi:
    type: float?
    label: BetaInit
    doc: Initial learning coefficient
    wps:toolDefault: 1
    wps:when: algorithm = som
    inputBinding:
      prefix: -algorithm.som.bi
  algorithm.som.bf:
    type: float?
    label: BetaFinal
    doc: Final learning coefficient
    wps:toolDefault: 0.1
    wps:when: algorithm = som
    inputBinding:
      prefix: -algorithm.som.bf
  algorithm.som.iv:
    type: float?
    label: InitialValue
    doc: Maximum initial neuron weight
    wps:toolDefault: 10
    wps:when: algorithm = som
    inputBinding:
      prefix: -algorithm.som.iv
outputs:
  io.out:
    type: File
    label: 'Input and output data: Output model'
    doc: Output file containing the estimated model (.txt format).
    wps:mediaTypes: [application/octet-stream]
    outputBinding:
      glob: $(inputs["io.out_name"])

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
    wps:pattern: (?!otb-printed|cwl\.output)[A-Za-z0-9][A-Za-z0-9_.-]*
    wps:fileNameOf: out
    inputBinding:
      prefix: -out
  fn:
    type: string
    label: Field
    doc: Field name
    wps:pattern: (?!\s*-+[A-Za-z])[\s\S]*\S[\s\S]*
    inputBinding:
      prefix: -fn
  fv:
    type: string
    label: Value
    doc: Field value
    wps:pattern: (?!\s*-+[A-Za-z])[\s\S]*\S[\s\S]*
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

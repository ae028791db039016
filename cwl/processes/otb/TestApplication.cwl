# Written by `wps-cwl otb generate` from OTB 8.1.1; changes get lost.
cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  wps: https://w3id.org/wps-cwl#
label: TestApplication
doc: |-
  This application helps developers to test parameters types

  The purpose of this application is to test parameters types.
wps:version: 8.1.1
wps:keywords: [Orfeo ToolBox, Test]
wps:progress: terminal
wps:lastStage: Writing
requirements:
  InlineJavascriptRequirement:
    expressionLib:
    - |-
      function image(file) {
        return file.path + (/[.](rad|hd|lum|ent)$/i.test(file.path) ? ".no-image-may-be-called-so" : "");
      }
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
baseCommand: [otbcli_TestApplication]
arguments: []
inputs:
  boolean:
    type: boolean?
    label: Boolean
    wps:toolDefault: false
    inputBinding:
      prefix: -boolean
      valueFrom: '$(self ? "true" : "false")'
  int:
    type: int?
    label: Integer
    inputBinding:
      prefix: -int
  float:
    type: float?
    label: Float
    inputBinding:
      prefix: -float
  string:
    type: string
    label: String
    wps:pattern: (?!\s*-+[A-Za-z])[\s\S]*\S[\s\S]*
    inputBinding:
      prefix: -string
  filename:
    type: File
    label: File name
    wps:mediaTypes: [application/octet-stream]
    inputBinding:
      prefix: -filename
  outfilename:
    type: string
    label: Output Filename
    wps:pattern: '[A-Za-z0-9][A-Za-z0-9_.-]*'
    inputBinding:
      prefix: -outfilename
  directory:
    type: Directory
    label: Directory name
    inputBinding:
      prefix: -directory
  choice:
    type:
    - 'null'
    - type: enum
      symbols: [choice1, choice2, choice3]
    label: Choice
    doc: |-
      - choice1: Choice 1
      - choice2: Choice 2
      - choice3: Choice 3
    wps:toolDefault: choice1
    inputBinding:
      prefix: -choice
  choice.choice1.floatchoice1:
    type: float?
    label: Float of choice1
    wps:toolDefault: 0.125
    wps:when: choice = choice1
    inputBinding:
      prefix: -choice.choice1.floatchoice1
  choice.choice3.floatchoice3:
    type: float?
    label: Float of choice3
    wps:toolDefault: 5
    wps:when: choice = choice3
    inputBinding:
      prefix: -choice.choice3.floatchoice3
  ingroup.integer:
    type: float?
    label: 'Input Group: Integer of Group'
    inputBinding:
      prefix: -ingroup.integer
  ingroup.images.inputimage:
    type: File?
    label: 'Input Group: Input Images Group: Input Image'
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    inputBinding:
      prefix: -ingroup.images.inputimage
      valueFrom: '$(image(self) + (inputs["ingroup.images.inputimage_options"] ? "?" + inputs["ingroup.images.inputimage_options"]
        : ""))'
  ingroup.images.inputimage_options:
    type: string?
    label: 'Input Group: Input Images Group: Input Image: extended file name'
    doc: 'How OTB reads the file: what stands behind the ? of an extended file name, for instance &bands=1,2&skipcarto=true'
    wps:pattern: (&(?!resol=)[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  outgroup.outputimage_name:
    type: string
    default: outgroup.outputimage.tif
    label: 'Output Group: Output Image: file name'
    doc: What the file of the output outgroup.outputimage is called; the extension decides its format.
    wps:pattern: (?!otb-printed|cwl\.output)[A-Za-z0-9][A-Za-z0-9_.-]*
    wps:fileNameOf: outgroup.outputimage
    inputBinding:
      prefix: -outgroup.outputimage
      valueFrom: '$([self + (inputs["outgroup.outputimage_options"] ? "?" + inputs["outgroup.outputimage_options"]
        : "")].concat(inputs["outgroup.outputimage_pixel"] || []))'
  outgroup.outputimage_pixel:
    type:
    - 'null'
    - type: enum
      symbols: [uint8, uint16, int16, uint32, int32, float, double, cint16, cint32, cfloat, cdouble]
    label: 'Output Group: Output Image: pixel type'
    doc: The type of the pixels of the output outgroup.outputimage.
    wps:toolDefault: float
  outgroup.outputimage_options:
    type: string?
    label: 'Output Group: Output Image: extended file name'
    doc: 'How OTB writes the file: what stands behind the ? of an extended file name, for instance &gdal:co:COMPRESS=DEFLATE&streaming:type=none'
    wps:pattern: (&[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  il:
    type: File[]?
    label: Input image list
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    inputBinding:
      prefix: -il
      valueFrom: $(self.map(image))
  fl:
    type: File[]?
    label: Input filename list
    wps:mediaTypes: [application/octet-stream]
    inputBinding:
      prefix: -fl
  vdl:
    type: File[]?
    label: Input vector-data list
    wps:mediaTypes: [application/geo+json, application/gml+xml, application/geopackage+sqlite3, application/vnd.google-earth.kml+xml,
      application/x-esri-shape, application/vnd.sqlite3]
    secondaryFiles: ['^.shx?', '^.dbf?', '^.prj?', '^.cpg?']
    inputBinding:
      prefix: -vdl
  sl:
    type: string[]?
    label: Input string list
    wps:pattern: (?!\s*-+[A-Za-z])[\s\S]*\S[\s\S]*
    inputBinding:
      prefix: -sl
  cl:
    type: string[]?
    label: Output Image channels
    wps:allowedValues: [Choice1, Choice2]
    inputBinding:
      prefix: -cl
outputs:
  outgroup.outputimage:
    type: File
    label: 'Output Group: Output Image'
    secondaryFiles: ['.aux.xml?', '^.geom?']
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    outputBinding:
      glob: $(inputs["outgroup.outputimage_name"])

# Written by `wps-cwl otb generate` from OTB 8.1.1; changes get lost.
cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  wps: https://w3id.org/wps-cwl#
label: ClassificationMapRegularization
doc: |-
  Filters the input labeled image using Majority Voting in a ball shaped neighbordhood

  This application filters the input labeled image (with a maximal class label = 65535) using Majority Voting in a ball shaped neighbordhood.Majority Voting takes the more representative value of all the pixels identified by the ball shaped structuring element and then sets the center pixel to this majority label value.

  * NoData is the label of the NOT classified pixels in the input image. These input pixels keep their NoData label in the output image.

  * Pixels with more than 1 majority class are marked as Undecided if the parameter 'ip.suvbool == true', or keep their Original labels otherwise.

  Limitations: The input image must be a single band labeled image (with a maximal class label = 65535). The structuring element radius must have a minimum value equal to 1 pixel. Please note that the Undecided value must be different from existing labels in the input labeled image.
wps:version: 8.1.1
wps:keywords: [Orfeo ToolBox, Learning, Image Analysis]
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
baseCommand: [otbcli_ClassificationMapRegularization]
arguments:
- prefix: -ram
  valueFrom: $(Math.floor(runtime.ram / 2))
inputs:
  io.in:
    type: File
    label: 'Input and output images: Input classification image'
    doc: The input labeled image to regularize.
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    inputBinding:
      prefix: -io.in
      valueFrom: '$(image(self) + (inputs["io.in_options"] ? "?" + inputs["io.in_options"] : ""))'
  io.in_options:
    type: string?
    label: 'Input and output images: Input classification image: extended file name'
    doc: 'How OTB reads the file: what stands behind the ? of an extended file name, for instance &bands=1,2&skipcarto=true'
    wps:pattern: (&(?!resol=)[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  io.out_name:
    type: string
    default: io.out.tif
    label: 'Input and output images: Output regularized image: file name'
    doc: What the file of the output io.out is called; the extension decides its format.
    wps:pattern: (?!otb-printed|cwl\.output)[A-Za-z0-9][A-Za-z0-9_.-]*
    wps:fileNameOf: io.out
    inputBinding:
      prefix: -io.out
      valueFrom: '$([self + (inputs["io.out_options"] ? "?" + inputs["io.out_options"] : "")].concat(inputs["io.out_pixel"]
        || []))'
  io.out_pixel:
    type:
    - 'null'
    - type: enum
      symbols: [uint8, uint16, int16, uint32, int32, float, double, cint16, cint32, cfloat, cdouble]
    label: 'Input and output images: Output regularized image: pixel type'
    doc: The type of the pixels of the output io.out.
    wps:toolDefault: uint8
  io.out_options:
    type: string?
    label: 'Input and output images: Output regularized image: extended file name'
    doc: 'How OTB writes the file: what stands behind the ? of an extended file name, for instance &gdal:co:COMPRESS=DEFLATE&streaming:type=none'
    wps:pattern: (&[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  ip.radius:
    type: int?
    label: 'Regularization parameters: Structuring element radius (in pixels)'
    doc: The radius of the ball shaped structuring element (in pixels).
    wps:toolDefault: 1
    inputBinding:
      prefix: -ip.radius
  ip.suvbool:
    type: boolean?
    label: 'Regularization parameters: Set tie pixels to undecided'
    doc: If true, set pixels with more than one majority class to an undecided value. If false, keep their original
      labels.
    wps:toolDefault: false
    inputBinding:
      prefix: -ip.suvbool
      valueFrom: '$(self ? "true" : "false")'
  ip.nodatalabel:
    type: int?
    label: 'Regularization parameters: Label for the NoData class'
    doc: Label for the NoData class. Such input pixels keep their NoData label in the output image.
    wps:toolDefault: 0
    inputBinding:
      prefix: -ip.nodatalabel
  ip.undecidedlabel:
    type: int?
    label: 'Regularization parameters: Label for the Undecided class'
    doc: Label for the Undecided class.
    wps:toolDefault: 0
    inputBinding:
      prefix: -ip.undecidedlabel
  ip.onlyisolatedpixels:
    type: boolean?
    label: 'Regularization parameters: Process isolated pixels only'
    doc: Only pixels whose label is unique in the neighbordhood will be processed.
    wps:toolDefault: false
    inputBinding:
      prefix: -ip.onlyisolatedpixels
      valueFrom: '$(self ? "true" : "false")'
  ip.isolatedthreshold:
    type: int?
    label: 'Regularization parameters: Threshold for isolated pixels'
    doc: Maximum number of neighbours with the same label as the center pixel to consider that it is an isolated
      pixel.
    wps:toolDefault: 1
    inputBinding:
      prefix: -ip.isolatedthreshold
outputs:
  io.out:
    type: File
    label: 'Input and output images: Output regularized image'
    doc: The output regularized labeled image.
    secondaryFiles: ['.aux.xml?', '^.geom?']
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    outputBinding:
      glob: $(inputs["io.out_name"])

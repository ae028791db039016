# Written by `wps-cwl otb generate` from OTB 8.1.1; changes get lost.
cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  wps: https://w3id.org/wps-cwl#
label: ContrastEnhancement
doc: |-
  This application is the implementation of the histogram equalization algorithm. It can be used to enhance contrast in an image or to reduce the dynamic of the image without losing too much contrast. It offers several options as a nodata value, a contrast limitation factor, a local version of the algorithm and also a mode to equalize the luminance of the image.

  This application is the implementation of the histogram equalization algorithm. The idea of the algorithm is to use the whole available dynamic. In order to do so it computes a histogram over the image and then use the whole dynamic: meaning flattening the histogram. That gives us gain for each bin that transform the original histogram into the flat one. This gain is then apply on the original image.

  The application proposes several options to allow a finer result:

  * There is an option to limit contrast. We choose to limit the contrast by modifying the original histogram. To do so, we clip the histogram at a given height and redistribute equally among the bins the clipped population. Then we add a local version of the algorithm.
  * It is possible to apply the algorithm on tiles of the image, instead of on the whole image. That gives us gain depending on the value of the pixel and its position in the image. In order to smoothen the result we interpolate the gain between tiles.
wps:version: 8.1.1
wps:keywords: [Orfeo ToolBox, Image Filtering]
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
baseCommand: [otbcli_ContrastEnhancement]
arguments:
- prefix: -ram
  valueFrom: $(Math.floor(runtime.ram / 2))
inputs:
  in:
    type: File
    label: Input Image
    doc: Input image.
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    inputBinding:
      prefix: -in
      valueFrom: '$(image(self) + (inputs["in_options"] ? "?" + inputs["in_options"] : ""))'
  in_options:
    type: string?
    label: 'Input Image: extended file name'
    doc: 'How OTB reads the file: what stands behind the ? of an extended file name, for instance &bands=1,2&skipcarto=true'
    wps:pattern: (&(?!resol=)[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  out_name:
    type: string
    default: out.tif
    label: 'Output Image: file name'
    doc: What the file of the output out is called; the extension decides its format.
    wps:pattern: (?!otb-printed|cwl\.output)[A-Za-z0-9][A-Za-z0-9_.-]*
    wps:fileNameOf: out
    inputBinding:
      prefix: -out
      valueFrom: '$([self + (inputs["out_options"] ? "?" + inputs["out_options"] : "")].concat(inputs["out_pixel"]
        || []))'
  out_pixel:
    type:
    - 'null'
    - type: enum
      symbols: [uint8, uint16, int16, uint32, int32, float, double, cint16, cint32, cfloat, cdouble]
    label: 'Output Image: pixel type'
    doc: The type of the pixels of the output out.
    wps:toolDefault: float
  out_options:
    type: string?
    label: 'Output Image: extended file name'
    doc: 'How OTB writes the file: what stands behind the ? of an extended file name, for instance &gdal:co:COMPRESS=DEFLATE&streaming:type=none'
    wps:pattern: (&[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  bins:
    type: int?
    label: Number of bins
    doc: Number of bins in the histogram
    wps:minimum: 2
    wps:toolDefault: 256
    inputBinding:
      prefix: -bins
  hfact:
    type: float?
    label: Contrast Limitation
    doc: |-
      This parameter will set the maximum height accepted in a bin on the input image histogram. The maximum height will be computed as hfact*eqHeight where eqHeight is the height of the theoretical flat histogram. The higher hfact, the higher the contrast.
      When using 'luminance mode', it is recommended to limit this factor to a small value (ex: 4)
    inputBinding:
      prefix: -hfact
  nodata:
    type: float?
    label: Nodata Value
    doc: If there is a value in the image that has no visualization meaning, it can be ignored by the algorithm.
    inputBinding:
      prefix: -nodata
  spatial:
    type:
    - 'null'
    - type: enum
      symbols: [local, global]
    label: Spatial parameters for the histogram computation
    doc: |-
      - local: Local: The histograms will be computed on each thumbnail. Each of the histogram will be equalized and the corresponding gain will be interpolated.
      - global: Global: The histogram will be computed on the whole image. The equalization will be computed on this histogram.
    wps:toolDefault: local
    inputBinding:
      prefix: -spatial
  spatial.local.h:
    type: int?
    label: Thumbnail height
    doc: Height of the thumbnail over which the histogram will be computed. The value is in pixels.
    wps:minimum: 1
    wps:toolDefault: 256
    wps:when: spatial = local
    inputBinding:
      prefix: -spatial.local.h
  spatial.local.w:
    type: int?
    label: Thumbnail width
    doc: Width of the thumbnail over which the histogram will be computed. The value is in pixels.
    wps:minimum: 1
    wps:toolDefault: 256
    wps:when: spatial = local
    inputBinding:
      prefix: -spatial.local.w
  minmax:
    type:
    - 'null'
    - type: enum
      symbols: [auto, manual]
    label: Minimum and maximum settings
    doc: |-
      Minimum and maximum value that will bound the histogram and thus the dynamic of the resulting image. Values over those boundaries will be clipped.

      - auto: Automatic: Minimum and maximum value will be computed on the image (nodata value won't be taken into account) . Each band will have a minimum and a maximum.
      - manual: Manual settings for min/max values: Minimum and maximum value will be set by the user
    wps:toolDefault: auto
    inputBinding:
      prefix: -minmax
  minmax.auto.global:
    type: boolean?
    label: Global
    doc: Min/max computation will result in the same minimum and maximum for all the bands.
    wps:toolDefault: false
    wps:when: minmax = auto
    inputBinding:
      prefix: -minmax.auto.global
      valueFrom: '$(self ? "true" : "false")'
  minmax.manual.min:
    type: float?
    label: Minimum value
    wps:when: minmax = manual
    inputBinding:
      prefix: -minmax.manual.min
  minmax.manual.max:
    type: float?
    label: Maximum value
    wps:when: minmax = manual
    inputBinding:
      prefix: -minmax.manual.max
  mode:
    type:
    - 'null'
    - type: enum
      symbols: [each, lum]
    label: What to equalized
    doc: |-
      - each: Channels: Each channel is equalized independently
      - lum: Luminance: The relative luminance is computed according to the coefficients.Then the histogram is equalized and the gain is applied to each of the channels. The channel gain will depend on the weight (coef) of the channel in the luminance. Note that default values come from color space theories on how human eyes perceive colors)
    wps:toolDefault: each
    inputBinding:
      prefix: -mode
  mode.lum.red.ch:
    type: int?
    label: 'Red channel: Red channel'
    wps:minimum: 0
    wps:toolDefault: 0
    wps:when: mode = lum
    inputBinding:
      prefix: -mode.lum.red.ch
  mode.lum.red.coef:
    type: float?
    label: 'Red channel: Value for luminance computation for the red channel'
    wps:toolDefault: 0.21
    wps:when: mode = lum
    inputBinding:
      prefix: -mode.lum.red.coef
  mode.lum.green.ch:
    type: int?
    label: 'Green channel: Green channel'
    wps:minimum: 0
    wps:toolDefault: 1
    wps:when: mode = lum
    inputBinding:
      prefix: -mode.lum.green.ch
  mode.lum.green.coef:
    type: float?
    label: 'Green channel: Value for luminance computation of the green channel'
    wps:toolDefault: 0.71
    wps:when: mode = lum
    inputBinding:
      prefix: -mode.lum.green.coef
  mode.lum.blue.ch:
    type: int?
    label: 'Blue channel: Blue channel'
    wps:minimum: 0
    wps:toolDefault: 2
    wps:when: mode = lum
    inputBinding:
      prefix: -mode.lum.blue.ch
  mode.lum.blue.coef:
    type: float?
    label: 'Blue channel: Value for luminance computation of the blue channel'
    wps:toolDefault: 0.08
    wps:when: mode = lum
    inputBinding:
      prefix: -mode.lum.blue.coef
outputs:
  out:
    type: File
    label: Output Image
    doc: Output image.
    secondaryFiles: ['.aux.xml?', '^.geom?']
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    outputBinding:
      glob: $(inputs["out_name"])

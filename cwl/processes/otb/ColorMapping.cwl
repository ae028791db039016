# Written by `wps-cwl otb generate` from OTB 8.1.1; changes get lost.
cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  wps: https://w3id.org/wps-cwl#
label: ColorMapping
doc: |-
  Map a label image to 8-bits RGB using look-up tables.

  Map a label image to a 8-bits RGB image (both ways) using different methods:

  * **Custom**: use a custom look-up table. The look-up table is loaded from a text file where each line describes an entry. The typical use of this method is to colorise a classification map.
  * **Continuous**: Map a range of values in a scalar input image to a colored image using continuous look-up table, in order to enhance image interpretation. Several look-up tables can been chosen with different color ranges.
  * **Optimal**: Compute an optimal look-up table. When processing a segmentation label image (label to color), the color difference between adjacent segmented regions is maximized. When processing an unknown color image (color to label), all the present colors are mapped to a continuous label list.
  * **Support image**: Use a color support image to associate an average color to each region.

  Limitations: The segmentation optimal method does not support streaming, and thus large images. The operation color to label is not implemented for the methods continuous LUT and support image LUT.

  ColorMapping using support image is not threaded.

  See also: ImageSVMClassifier
wps:version: 8.1.1
wps:keywords: [Orfeo ToolBox, Image Manipulation, Image MetaData, Learning, Utilities]
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
baseCommand: [otbcli_ColorMapping]
arguments:
- prefix: -ram
  valueFrom: $(Math.floor(runtime.ram / 2))
inputs:
  in:
    type: File
    label: Input Image
    doc: Input image filename
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
    wps:toolDefault: uint8
  out_options:
    type: string?
    label: 'Output Image: extended file name'
    doc: 'How OTB writes the file: what stands behind the ? of an extended file name, for instance &gdal:co:COMPRESS=DEFLATE&streaming:type=none'
    wps:pattern: (&[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  op:
    type:
    - 'null'
    - type: enum
      symbols: [labeltocolor, colortolabel]
    label: Operation
    doc: |-
      Selection of the operation to execute (default is: label to color).

      - labeltocolor: Label to color
      - colortolabel: Color to label
    wps:toolDefault: labeltocolor
    inputBinding:
      prefix: -op
  op.colortolabel.notfound:
    type: int?
    label: Not Found Label
    doc: Label to use for unknown colors.
    wps:toolDefault: 404
    wps:when: op = colortolabel
    inputBinding:
      prefix: -op.colortolabel.notfound
  method:
    type:
    - 'null'
    - type: enum
      symbols: [custom, continuous, optimal, image]
    label: Color mapping method
    doc: |-
      Selection of color mapping methods and their parameters.

      - custom: Color mapping with custom labeled look-up table: Apply a user-defined look-up table to a labeled image. Look-up table is loaded from a text file.
      - continuous: Color mapping with continuous look-up table: Apply a continuous look-up table to a range of input values.
      - optimal: Compute an optimized look-up table: [label to color] Compute an optimal look-up table such that neighboring labels in a segmentation are mapped to highly contrasted colors. [color to label] Searching all the colors present in the image to compute a continuous label list
      - image: Color mapping with look-up table calculated on support image
    wps:toolDefault: custom
    inputBinding:
      prefix: -method
  method.custom.lut:
    type: File?
    label: Look-up table file
    doc: |-
      An ASCII file containing the look-up table
      with one color per line
      (for instance the line '1 255 0 0' means that all pixels with label 1 will be replaced by RGB color 255 0 0)
      Lines beginning with a # are ignored
    wps:mediaTypes: [text/plain]
    wps:when: method = custom
    wps:requiredWhen: method = custom
    inputBinding:
      prefix: -method.custom.lut
  method.continuous.lut:
    type:
    - 'null'
    - type: enum
      symbols: [red, green, blue, grey, hot, cool, spring, summer, autumn, winter, copper, jet, hsv, overunder,
        relief]
    label: Look-up tables
    doc: |-
      Available look-up tables.

      - red: Red
      - green: Green
      - blue: Blue
      - grey: Grey
      - hot: Hot
      - cool: Cool
      - spring: Spring
      - summer: Summer
      - autumn: Autumn
      - winter: Winter
      - copper: Copper
      - jet: Jet
      - hsv: HSV
      - overunder: OverUnder
      - relief: Relief
    wps:toolDefault: red
    wps:when: method = continuous
    inputBinding:
      prefix: -method.continuous.lut
  method.continuous.min:
    type: float?
    label: Mapping range lower value
    doc: Set the lower input value of the mapping range.
    wps:toolDefault: 0
    wps:when: method = continuous
    inputBinding:
      prefix: -method.continuous.min
  method.continuous.max:
    type: float?
    label: Mapping range higher value
    doc: Set the higher input value of the mapping range.
    wps:toolDefault: 255
    wps:when: method = continuous
    inputBinding:
      prefix: -method.continuous.max
  method.optimal.background:
    type: int?
    label: Background label
    doc: Value of the background label
    wps:minimum: 0
    wps:maximum: 255
    wps:toolDefault: 0
    wps:when: method = optimal
    inputBinding:
      prefix: -method.optimal.background
  method.image.in:
    type: File?
    label: Support Image
    doc: Support image filename. For each label, the LUT is calculated from the mean pixel value in the support
      image, over the corresponding labeled areas. First of all, the support image is normalized with extrema rejection
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    wps:when: method = image
    wps:requiredWhen: method = image
    inputBinding:
      prefix: -method.image.in
      valueFrom: '$(image(self) + (inputs["method.image.in_options"] ? "?" + inputs["method.image.in_options"] :
        ""))'
  method.image.in_options:
    type: string?
    label: 'Support Image: extended file name'
    doc: 'How OTB reads the file: what stands behind the ? of an extended file name, for instance &bands=1,2&skipcarto=true'
    wps:pattern: (&(?!resol=)[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
    wps:when: method = image
  method.image.nodatavalue:
    type: float?
    label: NoData value
    doc: NoData value for each channel of the support image, which will not be handled in the LUT estimation. If
      NOT checked, ALL the pixel values of the support image will be handled in the LUT estimation.
    wps:toolDefault: 0
    wps:when: method = image
    inputBinding:
      prefix: -method.image.nodatavalue
  method.image.low:
    type: int?
    label: lower quantile
    doc: lower quantile for image normalization
    wps:minimum: 0
    wps:maximum: 100
    wps:toolDefault: 2
    wps:when: method = image
    inputBinding:
      prefix: -method.image.low
  method.image.up:
    type: int?
    label: upper quantile
    doc: upper quantile for image normalization
    wps:minimum: 0
    wps:maximum: 100
    wps:toolDefault: 2
    wps:when: method = image
    inputBinding:
      prefix: -method.image.up
outputs:
  out:
    type: File
    label: Output Image
    doc: Output image filename
    secondaryFiles: ['.aux.xml?', '^.geom?']
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    outputBinding:
      glob: $(inputs["out_name"])

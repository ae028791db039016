# Written by `wps-cwl otb generate` from OTB 8.1.1; changes get lost.
cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  wps: https://w3id.org/wps-cwl#
label: Despeckle
doc: |-
  Perform speckle noise reduction on SAR image.

  SAR images are affected by speckle noise that inherently exists in and which degrades the image quality. It is caused by the coherent nature of back-scattered waves from multiple distributed targets. It is locally strong and it increases the mean Grey level of a local area.

  Reducing the speckle noise enhances radiometric resolution but tend to decrease the spatial resolution.Several different methods are used to eliminate speckle noise, based upon different mathematical models of the phenomenon. The application includes four methods: Lee [1], Frost [2], GammaMAP [3] and Kuan [4].

  We sum up below the basic principle of this four methods:

  * Lee: Estimate the signal by mean square error minimization (MMSE) on a sliding window.
  * Frost: Also derived from the MMSE criteria with a weighted sum of the values within the window. The weighting factors decrease with distance from the pixel of interest.
  * GammaMAP: Derived under the assumption of the image follows a Gamma distribution.
  * Kuan: Also derived from the MMSE criteria under the assumption of non stationary mean and variance. It is quite similar to Lee filter in form.

  Limitations: The application does not handle complex image as input.

  See also: [1] J. Lee. Digital image enhancement and noise filtering byuse of local statistics. IEEE Transactions on Pattern Analysis and MachineIntelligence, 2:165–168, 1980.
  [2] V. S. Frost, et al., A Model for Radar Images and ItsApplication to Adaptive Digital Filtering of MultiplicativeNoise, IEEE Trans. Pattern Anal., Machine Intell., vol. 4,no. 2, pp. 157-166, Mar. 1982.
  [3] A. Lopes, E. Nezry, R. Touzi and H. Laur, Maximum APosteriori Speckle Filtering And First Order Texture ModelsIn Sar Images, 10thAnnual International Symposium onGeoscience and Remote Sensing, 1990,pp. 2409-2412.  doi:10.1109/IGARSS.1990.689026
  [4] Kuan, D.  T., Sawchuk, A.  A., Strand, T.  C, and Chavel,P., 1987.  Adaptive restoration of image with speckle.  IEEETrans on Acoustic Speech and Signal Processing, 35,pp. 373-383.
wps:version: 8.1.1
wps:keywords: [Orfeo ToolBox, Image Filtering, SAR]
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
baseCommand: [otbcli_Despeckle]
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
  filter:
    type:
    - 'null'
    - type: enum
      symbols: [lee, frost, gammamap, kuan]
    label: Speckle filtering method
    doc: |-
      - lee: Lee: Lee filter
      - frost: Frost: Frost filter
      - gammamap: GammaMap: GammaMap filter
      - kuan: Kuan: Kuan filter
    wps:toolDefault: lee
    inputBinding:
      prefix: -filter
  filter.lee.rad:
    type: int?
    label: Radius
    doc: Radius in pixel
    wps:toolDefault: 1
    wps:when: filter = lee
    inputBinding:
      prefix: -filter.lee.rad
  filter.lee.nblooks:
    type: float?
    label: Number of looks
    doc: Number of looks in the input image.
    wps:toolDefault: 1
    wps:when: filter = lee
    inputBinding:
      prefix: -filter.lee.nblooks
  filter.frost.rad:
    type: int?
    label: Radius
    doc: Radius in pixel.
    wps:toolDefault: 1
    wps:when: filter = frost
    inputBinding:
      prefix: -filter.frost.rad
  filter.frost.deramp:
    type: float?
    label: Deramp factor
    doc: |-
      factor use to control the
      exponential function used to weight effect of the distance between the
      central pixel and its neighborhood. Increasing the deramp parameter will
      lead to take more into account pixels farther from the center and
      therefore increase the smoothing effects.
    wps:toolDefault: 0.1
    wps:when: filter = frost
    inputBinding:
      prefix: -filter.frost.deramp
  filter.gammamap.rad:
    type: int?
    label: Radius
    doc: Radius in pixel.
    wps:toolDefault: 1
    wps:when: filter = gammamap
    inputBinding:
      prefix: -filter.gammamap.rad
  filter.gammamap.nblooks:
    type: float?
    label: Number of looks
    doc: Number of looks in the input image.
    wps:toolDefault: 1
    wps:when: filter = gammamap
    inputBinding:
      prefix: -filter.gammamap.nblooks
  filter.kuan.rad:
    type: int?
    label: Radius
    doc: Radius in pixel.
    wps:when: filter = kuan
    wps:requiredWhen: filter = kuan
    inputBinding:
      prefix: -filter.kuan.rad
  filter.kuan.nblooks:
    type: float?
    label: Number of looks
    doc: Number of looks in the input image.
    wps:when: filter = kuan
    wps:requiredWhen: filter = kuan
    inputBinding:
      prefix: -filter.kuan.nblooks
outputs:
  out:
    type: File
    label: Output Image
    doc: Output image.
    secondaryFiles: ['.aux.xml?', '^.geom?']
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    outputBinding:
      glob: $(inputs["out_name"])

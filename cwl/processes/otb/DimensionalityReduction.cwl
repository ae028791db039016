# Written by `wps-cwl otb generate` from OTB 8.1.1; changes get lost.
cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  wps: https://w3id.org/wps-cwl#
label: DimensionalityReduction
doc: |-
  Perform Dimension reduction of the input image.

  Performs dimensionality reduction on input image. PCA,NA-PCA,MAF,ICA methods are available. It is also possible to compute the inverse transform to reconstruct the image and to optionally export the transformation matrix to a text file.

  Limitations: This application does not provide the inverse transform and the transformation matrix export for the MAF. the background value option is not supported for MAF and ICA.

  See also: "Kernel maximum autocorrelation factor and minimum noise fraction transformations," IEEE Transactions on Image Processing, vol. 20, no. 3, pp. 612-624, (2011)
wps:version: 8.1.1
wps:keywords: [Orfeo ToolBox, Image Filtering, Dimensionality Reduction]
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
baseCommand: [otbcli_DimensionalityReduction]
arguments:
- prefix: -ram
  valueFrom: $(Math.floor(runtime.ram / 2))
inputs:
  in:
    type: File
    label: Input Image
    doc: The input image to apply dimensionality reduction.
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
    type: string?
    label: 'Output Image: file name'
    doc: What the file of the output out is called; the extension decides its format. Without a name, and when nobody
      asks for the output, it is not written.
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
  rescale:
    type:
    - 'null'
    - type: enum
      symbols: ['no', minmax]
    label: Rescale Output
    doc: |-
      Enable rescaling of the reduced output image.

      - no: No rescale
      - minmax: rescale to min max value
    wps:toolDefault: 'no'
    inputBinding:
      prefix: -rescale
  rescale.minmax.outmin:
    type: float?
    label: Output min value
    doc: Minimum value of the output image.
    wps:toolDefault: 0
    wps:when: rescale = minmax
    inputBinding:
      prefix: -rescale.minmax.outmin
  rescale.minmax.outmax:
    type: float?
    label: Output max value
    doc: Maximum value of the output image.
    wps:toolDefault: 255
    wps:when: rescale = minmax
    inputBinding:
      prefix: -rescale.minmax.outmax
  outinv_name:
    type: string?
    label: 'Inverse Output Image: file name'
    doc: What the file of the output outinv is called; the extension decides its format. Without a name, and when
      nobody asks for the output, it is not written.
    wps:pattern: (?!otb-printed|cwl\.output)[A-Za-z0-9][A-Za-z0-9_.-]*
    wps:fileNameOf: outinv
    inputBinding:
      prefix: -outinv
      valueFrom: '$([self + (inputs["outinv_options"] ? "?" + inputs["outinv_options"] : "")].concat(inputs["outinv_pixel"]
        || []))'
  outinv_pixel:
    type:
    - 'null'
    - type: enum
      symbols: [uint8, uint16, int16, uint32, int32, float, double, cint16, cint32, cfloat, cdouble]
    label: 'Inverse Output Image: pixel type'
    doc: The type of the pixels of the output outinv.
    wps:toolDefault: float
  outinv_options:
    type: string?
    label: 'Inverse Output Image: extended file name'
    doc: 'How OTB writes the file: what stands behind the ? of an extended file name, for instance &gdal:co:COMPRESS=DEFLATE&streaming:type=none'
    wps:pattern: (&[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  method:
    type:
    - 'null'
    - type: enum
      symbols: [pca, napca, maf, ica]
    label: Algorithm
    doc: |-
      Selection of the reduction dimension method.

      - pca: PCA: Principal Component Analysis.
      - napca: NA-PCA: Noise Adjusted Principal Component Analysis.
      - maf: MAF: Maximum Autocorrelation Factor.
      - ica: ICA: Independent Component Analysis using a stabilized fixed point FastICA algorithm.
    wps:toolDefault: pca
    inputBinding:
      prefix: -method
  method.pca.outeigenvalues_name:
    type: string?
    label: 'Output file containing eigenvalues (txt format): file name'
    doc: What the file of the output method.pca.outeigenvalues is called; the extension decides its format. Without
      a name, and when nobody asks for the output, it is not written.
    wps:pattern: (?!otb-printed|cwl\.output)[A-Za-z0-9][A-Za-z0-9_.-]*
    wps:fileNameOf: method.pca.outeigenvalues
    wps:when: method = pca
    inputBinding:
      prefix: -method.pca.outeigenvalues
      valueFrom: '$((inputs["method"] || "pca") == "pca" ? self : null)'
  method.pca.whiten:
    type: boolean?
    label: Perform pca whitening
    doc: Perform whitening and ensure uncorrelated outputs with unit component wise variances
    wps:toolDefault: true
    wps:when: method = pca
    inputBinding:
      prefix: -method.pca.whiten
      valueFrom: '$(self ? "true" : "false")'
  method.napca.radiusx:
    type: int?
    label: Set the x radius of the sliding window
    wps:minimum: 1
    wps:toolDefault: 1
    wps:when: method = napca
    inputBinding:
      prefix: -method.napca.radiusx
  method.napca.radiusy:
    type: int?
    label: Set the y radius of the sliding window
    wps:minimum: 1
    wps:toolDefault: 1
    wps:when: method = napca
    inputBinding:
      prefix: -method.napca.radiusy
  method.ica.iter:
    type: int?
    label: number of iterations
    wps:minimum: 1
    wps:toolDefault: 20
    wps:when: method = ica
    inputBinding:
      prefix: -method.ica.iter
  method.ica.mu:
    type: float?
    label: Give the increment weight of W in [0, 1]
    wps:minimum: 0
    wps:maximum: 1
    wps:toolDefault: 1
    wps:when: method = ica
    inputBinding:
      prefix: -method.ica.mu
  method.ica.g:
    type:
    - 'null'
    - type: enum
      symbols: [tanh, exp, u3]
    label: Nonlinearity
    doc: |-
      Nonlinearity used in the FastICA algorithm

      - tanh: tanh: g(x) = tanh(x)
      - exp: exp: g(x) = -exp(-x^2/2)
      - u3: u^3: g(x) = u^3(x)
    wps:toolDefault: tanh
    wps:when: method = ica
    inputBinding:
      prefix: -method.ica.g
  nbcomp:
    type: int?
    label: Number of Components
    doc: Number of relevant components kept. By default all components are kept.
    wps:minimum: 0
    wps:toolDefault: 0
    inputBinding:
      prefix: -nbcomp
  normalize:
    type: boolean?
    label: Center and reduce data
    doc: Center and reduce data before Dimensionality reduction (if this parameter is set to false, the data will
      be centered but not reduced.
    wps:toolDefault: false
    inputBinding:
      prefix: -normalize
      valueFrom: '$(self ? "true" : "false")'
  outmatrix_name:
    type: string?
    label: 'Transformation matrix output (text format): file name'
    doc: What the file of the output outmatrix is called; the extension decides its format. Without a name, and
      when nobody asks for the output, it is not written.
    wps:pattern: (?!otb-printed|cwl\.output)[A-Za-z0-9][A-Za-z0-9_.-]*
    wps:fileNameOf: outmatrix
    inputBinding:
      prefix: -outmatrix
  bv:
    type: float?
    label: Background Value
    doc: Background value to ignore in computation of the transformation matrix. Note that all pixels will still
      be processed when applying the transformation.
    inputBinding:
      prefix: -bv
outputs:
  out:
    type: File?
    label: Output Image
    doc: output image. Components are ordered by decreasing eigenvalues.
    secondaryFiles: ['.aux.xml?', '^.geom?']
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    outputBinding:
      glob: $(inputs["out_name"])
  outinv:
    type: File?
    label: Inverse Output Image
    doc: reconstruct output image.
    secondaryFiles: ['.aux.xml?', '^.geom?']
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    outputBinding:
      glob: $(inputs["outinv_name"])
  method.pca.outeigenvalues:
    type: File?
    label: Output file containing eigenvalues (txt format)
    doc: Output file containing eigenvalues (txt format).
    wps:mediaTypes: [text/plain]
    outputBinding:
      glob: $(inputs["method.pca.outeigenvalues_name"])
  outmatrix:
    type: File?
    label: Transformation matrix output (text format)
    doc: Filename to store the transformation matrix (csv format)
    wps:mediaTypes: [text/csv]
    outputBinding:
      glob: $(inputs["outmatrix_name"])

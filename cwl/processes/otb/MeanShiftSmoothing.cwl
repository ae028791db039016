# Written by `wps-cwl otb generate` from OTB 8.1.1; changes get lost.
cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  wps: https://w3id.org/wps-cwl#
label: MeanShiftSmoothing
doc: |-
  This application smooths an image using the MeanShift algorithm.

  MeanShift [1,2,3] is an iterative edge-preserving image smoothing algorithm often used in image processing and as a first step for image segmentation. The MeanShift algorithm can be applied to multispectral images.

  At first iteration, for any given pixel of the input image, the filtered value correspond to the average spectral signature of neighborhood pixels that are both spatially closer than the spatial radius parameter (spatialr) and with spectral signature that have an euclidean distance to the input pixel lower than the range radius (ranger), that is, pixels that are both close in space and in spectral signatures. Subsequent iterations will repeat this process by considering that the pixel signature corresponds to the average spectral signature computed during previous iteration, and that the pixel position corresponds to the average position of pixels used to compute the average signature.The algorithm stops when the maximum number of iterations (maxiter) is reached, or when the position and spectral signature does not change much between iterations, according to the convergence threshold (thres). If the modesearch option is used then convergence will also stops if the spatial position reaches a pixel that has already converged. This will speed-up convergence, at the expense of stability of the result.

  The application outputs the image of the final averaged spectral signatures (fout), and can also optionally output the 2D displacement field between input pixel position and final pixel position after convergence (foutpos).

  Note that computing an euclidean distance between spectral signatures may be inaccurate and that techniques such as color space transform or image normalisation could be applied before using this application. Also note that most satellite images noise model is not gaussian, since noise variance linearly depends on radiance (the higher the radiance, the higher the noise variance). To account for such noise model, the application provides the range radius ramp option (rangeramp), which will vary the range radius linearly with the central pixel intensity. Default value is 1. (no ramp).

  This application is the first step of the large scale MeanShift method depicted in [4]. Both outputs (fout and foutpos) can be passed to the large scale MeanShift segmentation application [5]. If the application is used for large scale MeanShift, modesearch option should be off.

  Limitations: When modesearch is on, the application will yield slightly different results between executions, due to multi-threading. Results will also not be stable [4].

  See also: [1] Comaniciu, D., & Meer, P. (2002). Mean shift: A robust approach toward feature space analysis. IEEE Transactions on pattern analysis and machine intelligence, 24(5), 603-619.
  [2] Comaniciu, D., & Meer, P. (1997, June). Robust analysis of feature spaces: color image segmentation. In Computer Vision and Pattern Recognition, 1997. Proceedings., 1997 IEEE Computer Society Conference on (pp. 750-755). IEEE.
  [3] Comaniciu, D., & Meer, P. (1999). Mean shift analysis and applications. In Computer Vision, 1999. The Proceedings of the Seventh IEEE International Conference on (Vol. 2, pp. 1197-1203). IEEE.
  [4] Michel, J., Youssefi, D., & Grizonnet, M. (2015). Stable mean-shift algorithm and its application to the segmentation of arbitrarily large remote sensing images. IEEE Transactions on Geoscience and Remote Sensing, 53(2), 952-964.
  [5] LSMSSegmentation application
wps:version: 8.1.1
wps:keywords: [Orfeo ToolBox, Image Filtering, LSMS]
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
baseCommand: [otbcli_MeanShiftSmoothing]
arguments:
- prefix: -ram
  valueFrom: $(Math.floor(runtime.ram / 2))
inputs:
  in:
    type: File
    label: Input Image
    doc: The input image can be any single or multiband image. Beware of potential imbalance between bands ranges
      as it may alter euclidean distance.
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
  fout_name:
    type: string
    default: fout.tif
    label: 'Spectral filtered output: file name'
    doc: What the file of the output fout is called; the extension decides its format.
    wps:pattern: (?!otb-printed|cwl\.output)[A-Za-z0-9][A-Za-z0-9_.-]*
    wps:fileNameOf: fout
    inputBinding:
      prefix: -fout
      valueFrom: '$([self + (inputs["fout_options"] ? "?" + inputs["fout_options"] : "")].concat(inputs["fout_pixel"]
        || []))'
  fout_pixel:
    type:
    - 'null'
    - type: enum
      symbols: [uint8, uint16, int16, uint32, int32, float, double, cint16, cint32, cfloat, cdouble]
    label: 'Spectral filtered output: pixel type'
    doc: The type of the pixels of the output fout.
    wps:toolDefault: float
  fout_options:
    type: string?
    label: 'Spectral filtered output: extended file name'
    doc: 'How OTB writes the file: what stands behind the ? of an extended file name, for instance &gdal:co:COMPRESS=DEFLATE&streaming:type=none'
    wps:pattern: (&[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  foutpos_name:
    type: string?
    label: 'Spatial filtered displacement output: file name'
    doc: What the file of the output foutpos is called; the extension decides its format. Without a name, and when
      nobody asks for the output, it is not written.
    wps:pattern: (?!otb-printed|cwl\.output)[A-Za-z0-9][A-Za-z0-9_.-]*
    wps:fileNameOf: foutpos
    inputBinding:
      prefix: -foutpos
      valueFrom: '$([self + (inputs["foutpos_options"] ? "?" + inputs["foutpos_options"] : "")].concat(inputs["foutpos_pixel"]
        || []))'
  foutpos_pixel:
    type:
    - 'null'
    - type: enum
      symbols: [uint8, uint16, int16, uint32, int32, float, double, cint16, cint32, cfloat, cdouble]
    label: 'Spatial filtered displacement output: pixel type'
    doc: The type of the pixels of the output foutpos.
    wps:toolDefault: float
  foutpos_options:
    type: string?
    label: 'Spatial filtered displacement output: extended file name'
    doc: 'How OTB writes the file: what stands behind the ? of an extended file name, for instance &gdal:co:COMPRESS=DEFLATE&streaming:type=none'
    wps:pattern: (&[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  spatialr:
    type: int?
    label: Spatial radius
    doc: Radius of the spatial neighborhood for averaging. Higher values will result in more smoothing and higher
      processing time.
    wps:toolDefault: 5
    inputBinding:
      prefix: -spatialr
  ranger:
    type: float?
    label: Range radius
    doc: Threshold on spectral signature euclidean distance (expressed in radiometry unit) to consider neighborhood
      pixel for averaging. Higher values will be less edge-preserving (more similar to simple average in neighborhood),
      whereas lower values will result in less noise smoothing. Note that this parameter has no effect on processing
      time.
    wps:toolDefault: 15
    inputBinding:
      prefix: -ranger
  thres:
    type: float?
    label: Mode convergence threshold
    doc: Algorithm will stop if update of average spectral signature and spatial position is below this threshold.
    wps:minimum: 0
    wps:toolDefault: 0.1
    inputBinding:
      prefix: -thres
  maxiter:
    type: int?
    label: Maximum number of iterations
    doc: Algorithm will stop if convergence threshold is not met after the maximum number of iterations.
    wps:minimum: 1
    wps:toolDefault: 100
    inputBinding:
      prefix: -maxiter
  rangeramp:
    type: float?
    label: Range radius ramp coefficient
    doc: Vary the range radius linearly with the central pixel intensity (experimental).
    wps:minimum: 0
    wps:toolDefault: 0
    inputBinding:
      prefix: -rangeramp
  modesearch:
    type: boolean?
    label: Mode search
    doc: If activated pixel iterative convergence is stopped if the path crosses an already converged pixel. Be
      careful, with this option, the result will slightly depend on thread number and the results will not be stable
      (see [4] for more details).
    wps:toolDefault: false
    inputBinding:
      prefix: -modesearch
      valueFrom: '$(self ? "true" : "false")'
outputs:
  fout:
    type: File
    label: Spectral filtered output
    doc: This output image contains the final average spectral signatures of each pixel. The output type should
      be at least as wide as the input image type. Floating point encoding is advised. This output can be used as
      input image (in) of the LSMSSegmentation application [4,5].
    secondaryFiles: ['.aux.xml?', '^.geom?']
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    outputBinding:
      glob: $(inputs["fout_name"])
  foutpos:
    type: File?
    label: Spatial filtered displacement output
    doc: This output image contains the 2D displacement between the input pixel spatial position and the final position
      after convergence. Floating point encoding is mandatory. This output can be used as input image (in) of the
      LSMSSegmentation application [4,5].
    secondaryFiles: ['.aux.xml?', '^.geom?']
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    outputBinding:
      glob: $(inputs["foutpos_name"])

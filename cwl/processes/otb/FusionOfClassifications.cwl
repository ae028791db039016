# Written by `wps-cwl otb generate` from OTB 8.1.1; changes get lost.
cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  wps: https://w3id.org/wps-cwl#
label: FusionOfClassifications
doc: |-
  Fuses several classifications maps of the same image on the basis of class labels.

  This application allows you to fuse several classification maps and produces a single more robust classification map. Fusion is done either by mean of Majority Voting, or with the Dempster Shafer combination method on class labels.

    - MAJORITY VOTING: for each pixel, the class with the highest number of votes is selected.
    - DEMPSTER SHAFER: for each pixel, the class label for which the Belief Function is maximal is selected. This Belief Function is calculated by mean of the Dempster Shafer combination of Masses of Belief, and indicates the belief that each input classification map presents for each label value. Moreover, the Masses of Belief are based on the input confusion matrices of each classification map, either by using the PRECISION or RECALL rates, or the OVERALL ACCURACY, or the KAPPA coefficient. Thus, each input classification map needs to be associated with its corresponding input confusion matrix file for the Dempster Shafer fusion.
    - Input pixels with the NODATA label are not handled in the fusion of classification maps. Moreover, pixels for which all the input classifiers are set to NODATA keep this value in the output fused image.
    - In case of number of votes equality, the UNDECIDED label is attributed to the pixel.

  See also: ImageClassifier application
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
baseCommand: [otbcli_FusionOfClassifications]
arguments: []
inputs:
  il:
    type: File[]
    label: Input classifications
    doc: List of input classification maps to fuse. Labels in each classification image must represent the same
      class.
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    inputBinding:
      prefix: -il
      valueFrom: $(self.map(image))
  out_name:
    type: string
    default: out.tif
    label: 'The output classification image: file name'
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
    label: 'The output classification image: pixel type'
    doc: The type of the pixels of the output out.
    wps:toolDefault: uint8
  out_options:
    type: string?
    label: 'The output classification image: extended file name'
    doc: 'How OTB writes the file: what stands behind the ? of an extended file name, for instance &gdal:co:COMPRESS=DEFLATE&streaming:type=none'
    wps:pattern: (&[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  method:
    type:
    - 'null'
    - type: enum
      symbols: [majorityvoting, dempstershafer]
    label: Fusion method
    doc: |-
      Selection of the fusion method and its parameters.

      - majorityvoting: Majority Voting: Fusion of classification maps by majority voting for each output pixel.
      - dempstershafer: Dempster Shafer combination: Fusion of classification maps by the Dempster Shafer combination method for each output pixel.
    wps:toolDefault: majorityvoting
    inputBinding:
      prefix: -method
  method.dempstershafer.cmfl:
    type: File[]?
    label: Confusion Matrices
    doc: 'A list of confusion matrix files (.csv format) to define the masses of belief and the class labels. Each
      file should be formatted the following way: the first line, beginning with a ''#'' symbol, should be a list
      of the class labels present in the corresponding input classification image, organized in the same order as
      the confusion matrix rows/columns.'
    wps:mediaTypes: [text/csv]
    wps:when: method = dempstershafer
    wps:requiredWhen: method = dempstershafer
    inputBinding:
      prefix: -method.dempstershafer.cmfl
  method.dempstershafer.mob:
    type:
    - 'null'
    - type: enum
      symbols: [precision, recall, accuracy, kappa]
    label: Mass of belief measurement
    doc: |-
      Type of confusion matrix measurement used to compute the masses of belief of each classifier.

      - precision: Precision: Masses of belief = Precision rates of each classifier (one rate per class label).
      - recall: Recall: Masses of belief = Recall rates of each classifier (one rate per class label).
      - accuracy: Overall Accuracy: Mass of belief = Overall Accuracy of each classifier (one unique value for all the class labels).
      - kappa: Kappa: Mass of belief = Kappa coefficient of each classifier (one unique value for all the class labels).
    wps:toolDefault: precision
    wps:when: method = dempstershafer
    inputBinding:
      prefix: -method.dempstershafer.mob
  nodatalabel:
    type: int?
    label: Label for the NoData class
    doc: Label for the NoData class. Such input pixels keep their NoData label in the output image and are not handled
      in the fusion process. By default, 'nodatalabel = 0'.
    wps:toolDefault: 0
    inputBinding:
      prefix: -nodatalabel
  undecidedlabel:
    type: int?
    label: Label for the Undecided class
    doc: Label for the Undecided class. Pixels with more than 1 fused class are marked as Undecided. Please note
      that the Undecided value must be different from existing labels in the input classifications. By default,
      'undecidedlabel = 0'.
    wps:toolDefault: 0
    inputBinding:
      prefix: -undecidedlabel
outputs:
  out:
    type: File
    label: The output classification image
    doc: The output classification image resulting from the fusion of the input classification images.
    secondaryFiles: ['.aux.xml?', '^.geom?']
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    outputBinding:
      glob: $(inputs["out_name"])

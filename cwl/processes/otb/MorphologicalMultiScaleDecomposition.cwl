# Written by `wps-cwl otb generate` from OTB 8.1.1; changes get lost.
cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  wps: https://w3id.org/wps-cwl#
label: MorphologicalMultiScaleDecomposition
doc: |-
  Perform a geodesic morphology based image analysis on an input image channel

  This application recursively apply geodesic decomposition.

  This algorithm is derived from the following publication:

  Martino Pesaresi and Jon Alti Benediktsson, Member, IEEE: A new approach for the morphological segmentation of high resolution satellite imagery.
  IEEE Transactions on geoscience and remote sensing, vol. 39, NO. 2, February 2001, p. 309-320.

  It provides a geodesic decomposition of the input image, with the following scheme. Let :math:`f_0` denote the input image, :math:`\stackrel{\smile}{\mu}_{N}(f)` denote the convex membership function, :math:`\stackrel{\frown}{\mu}_{N}(f)` denote the concave membership function and :math:`\psi_{N}(f)` denote the leveling function, for a given radius :math:`N` as defined in the documentation
  of the GeodesicMorphologyDecompositionImageFilter. Let :math:`[N_{1},\ldots, N_{n}]` denote a range of increasing radius (or scales). The iterative decomposition is defined as follows:

  :math:`f_i` = :math:`\psi_{N_i}(f_{i-1})`

  :math:`\stackrel{\frown}{f}_i` = :math:`\stackrel{\frown}{\mu}_{N_i}(f_i)`

  :math:`\stackrel{\smile}{f}_i` = :math:`\stackrel{\smile}{\mu}_{N_i}(f_i)`

  The :math:`\stackrel{\smile}{f}_{i}` and :math:`\stackrel{\frown}{f}_{i}` are membership function for the convex
  (resp. concave) objects whose size is comprised between :math:`N_{i-1}` and :math:`N_i`

  Output convex, concave and leveling images with B bands, where n is the number of levels.

  Limitations: Generation of the multi scale decomposition is not streamable, pay attention to this fact when setting the number of iterating levels.

  See also: otbGeodesicMorphologyDecompositionImageFilter class
wps:version: 8.1.1
wps:keywords: [Orfeo ToolBox, Feature Extraction, Morphology]
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
baseCommand: [otbcli_MorphologicalMultiScaleDecomposition]
arguments:
- prefix: -ram
  valueFrom: $(Math.floor(runtime.ram / 2))
inputs:
  in:
    type: File
    label: Input Image
    doc: The input image to be classified.
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
  outconvex_name:
    type: string
    default: outconvex.tif
    label: 'Output Convex Image: file name'
    doc: What the file of the output outconvex is called; the extension decides its format.
    wps:pattern: (?!otb-printed|cwl\.output)[A-Za-z0-9][A-Za-z0-9_.-]*
    wps:fileNameOf: outconvex
    inputBinding:
      prefix: -outconvex
      valueFrom: '$([self + (inputs["outconvex_options"] ? "?" + inputs["outconvex_options"] : "")].concat(inputs["outconvex_pixel"]
        || []))'
  outconvex_pixel:
    type:
    - 'null'
    - type: enum
      symbols: [uint8, uint16, int16, uint32, int32, float, double, cint16, cint32, cfloat, cdouble]
    label: 'Output Convex Image: pixel type'
    doc: The type of the pixels of the output outconvex.
    wps:toolDefault: float
  outconvex_options:
    type: string?
    label: 'Output Convex Image: extended file name'
    doc: 'How OTB writes the file: what stands behind the ? of an extended file name, for instance &gdal:co:COMPRESS=DEFLATE&streaming:type=none'
    wps:pattern: (&[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  outconcave_name:
    type: string
    default: outconcave.tif
    label: 'Output Concave Image: file name'
    doc: What the file of the output outconcave is called; the extension decides its format.
    wps:pattern: (?!otb-printed|cwl\.output)[A-Za-z0-9][A-Za-z0-9_.-]*
    wps:fileNameOf: outconcave
    inputBinding:
      prefix: -outconcave
      valueFrom: '$([self + (inputs["outconcave_options"] ? "?" + inputs["outconcave_options"] : "")].concat(inputs["outconcave_pixel"]
        || []))'
  outconcave_pixel:
    type:
    - 'null'
    - type: enum
      symbols: [uint8, uint16, int16, uint32, int32, float, double, cint16, cint32, cfloat, cdouble]
    label: 'Output Concave Image: pixel type'
    doc: The type of the pixels of the output outconcave.
    wps:toolDefault: float
  outconcave_options:
    type: string?
    label: 'Output Concave Image: extended file name'
    doc: 'How OTB writes the file: what stands behind the ? of an extended file name, for instance &gdal:co:COMPRESS=DEFLATE&streaming:type=none'
    wps:pattern: (&[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  outleveling_name:
    type: string
    default: outleveling.tif
    label: 'Output Image: file name'
    doc: What the file of the output outleveling is called; the extension decides its format.
    wps:pattern: (?!otb-printed|cwl\.output)[A-Za-z0-9][A-Za-z0-9_.-]*
    wps:fileNameOf: outleveling
    inputBinding:
      prefix: -outleveling
      valueFrom: '$([self + (inputs["outleveling_options"] ? "?" + inputs["outleveling_options"] : "")].concat(inputs["outleveling_pixel"]
        || []))'
  outleveling_pixel:
    type:
    - 'null'
    - type: enum
      symbols: [uint8, uint16, int16, uint32, int32, float, double, cint16, cint32, cfloat, cdouble]
    label: 'Output Image: pixel type'
    doc: The type of the pixels of the output outleveling.
    wps:toolDefault: float
  outleveling_options:
    type: string?
    label: 'Output Image: extended file name'
    doc: 'How OTB writes the file: what stands behind the ? of an extended file name, for instance &gdal:co:COMPRESS=DEFLATE&streaming:type=none'
    wps:pattern: (&[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  channel:
    type: int?
    label: Selected Channel
    doc: The selected channel index for input image
    wps:minimum: 1
    wps:toolDefault: 1
    inputBinding:
      prefix: -channel
  structype:
    type:
    - 'null'
    - type: enum
      symbols: [ball, cross]
    label: Structuring Element Type
    doc: |-
      Choice of the structuring element type

      - ball: Ball
      - cross: Cross
    wps:toolDefault: ball
    inputBinding:
      prefix: -structype
  radius:
    type: int?
    label: Initial radius
    doc: Initial radius of the structuring element (in pixels)
    wps:minimum: 1
    wps:toolDefault: 5
    inputBinding:
      prefix: -radius
  step:
    type: int?
    label: Radius step
    doc: Radius step along the profile (in pixels)
    wps:minimum: 1
    wps:toolDefault: 1
    inputBinding:
      prefix: -step
  levels:
    type: int?
    label: Number of levels use for multi scale
    doc: Number of levels use for multi scale
    wps:minimum: 1
    wps:toolDefault: 1
    inputBinding:
      prefix: -levels
outputs:
  outconvex:
    type: File
    label: Output Convex Image
    doc: The output convex image with N bands
    secondaryFiles: ['.aux.xml?', '^.geom?']
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    outputBinding:
      glob: $(inputs["outconvex_name"])
  outconcave:
    type: File
    label: Output Concave Image
    doc: The output concave concave with N bands
    secondaryFiles: ['.aux.xml?', '^.geom?']
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    outputBinding:
      glob: $(inputs["outconcave_name"])
  outleveling:
    type: File
    label: Output Image
    doc: The output leveling image with N bands
    secondaryFiles: ['.aux.xml?', '^.geom?']
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    outputBinding:
      glob: $(inputs["outleveling_name"])

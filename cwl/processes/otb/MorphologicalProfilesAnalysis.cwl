# Written by `wps-cwl otb generate` from OTB 8.1.1; changes get lost.
cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  wps: https://w3id.org/wps-cwl#
label: MorphologicalProfilesAnalysis
doc: |-
  Performs morphological profiles analysis on an input image channel.

  This algorithm is derived from the following publication:

  Martino Pesaresi and Jon Alti Benediktsson, Member, IEEE: A new approach
  for the morphological segmentation of high resolution satellite imagery.
  IEEE Transactions on geoscience and remote sensing, vol. 39, NO. 2,
  February 2001, p. 309-320.

  Depending of the profile selection, the application provides:

  * The multi scale geodesic morphological opening or closing profile of the input image.
  * The multi scale derivative of the opening or closing profile.
  * The parameter (called characteristic) of the maximum derivative value of the multi scale closing or opening profile for which this maxima occurs.
  * The labeled classification of the input image.

  The behavior of the classification is:

  Given :math:`x_1` and :math:`x_2` two membership values,
  :math:`L_1, L_2` two labels associated, and :math:`\sigma` a tolerance
  value, the following decision rule is applied:

  :math:`L = \begin{cases}  L_{1} & : x_{1}>x_{2} \quad and \quad x_{1}>\sigma \\ L_{2} & : x_{2}>x_{1} \quad and \quad x_{2}>\sigma \\ 0   & : otherwise. \end{cases}`

  The output image can be:- A :math:`N` multi band image for the opening/closing normal or derivative profiles.
  - A mono band image for the opening/closing characteristics.
  - A labeled image for the classification.

  Limitations: Generation of the morphological profile is not streamable, pay attention to this fact when setting the radius initial size and step of the structuring element.

  See also: otbMorphologicalOpeningProfileFilter, otbMorphologicalClosingProfileFilter, otbProfileToProfileDerivativeFilter, otbProfileDerivativeToMultiScaleCharacteristicsFilter, otbMultiScaleConvexOrConcaveClassificationFilter, classes
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
baseCommand: [otbcli_MorphologicalProfilesAnalysis]
arguments:
- prefix: -ram
  valueFrom: $(Math.floor(runtime.ram / 2))
inputs:
  in:
    type: File
    label: Input Image
    doc: The input image.
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
  size:
    type: int?
    label: Profile Size
    doc: Size of the profiles
    wps:minimum: 2
    wps:toolDefault: 5
    inputBinding:
      prefix: -size
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
  profile:
    type:
    - 'null'
    - type: enum
      symbols: [opening, closing, derivativeopening, derivativeclosing, openingcharacteristics, closingcharacteristics,
        classification]
    label: Profile
    doc: |-
      - opening: opening
      - closing: closing
      - derivativeopening: derivativeopening
      - derivativeclosing: derivativeclosing
      - openingcharacteristics: openingcharacteristics
      - closingcharacteristics: closingcharacteristics
      - classification: classification
    wps:toolDefault: opening
    inputBinding:
      prefix: -profile
  profile.classification.sigma:
    type: float?
    label: Sigma value for leveling tolerance
    doc: Sigma value for leveling tolerance
    wps:minimum: 0
    wps:toolDefault: 1
    wps:when: profile = classification
    inputBinding:
      prefix: -profile.classification.sigma
outputs:
  out:
    type: File
    label: Output Image
    doc: The output image.
    secondaryFiles: ['.aux.xml?', '^.geom?']
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    outputBinding:
      glob: $(inputs["out_name"])

# Written by `wps-cwl otb generate` from OTB 8.1.1; changes get lost.
cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  wps: https://w3id.org/wps-cwl#
label: RigidTransformResample
doc: |-
  Resample an image with a rigid transform

  This application performs a parametric transform on the input image. Scaling, translation and rotation with scaling factor are handled. Parameters of the transform is expressed in physical units, thus particular attention must be paid on pixel size (value, and sign). Moreover transform is expressed from input space to output space (on the contrary ITK Transforms are expressed form output space to input space).

  See also: Translation
wps:version: 8.1.1
wps:keywords: [Orfeo ToolBox, Geometry, Conversion]
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
baseCommand: [otbcli_RigidTransformResample]
arguments:
- prefix: -ram
  valueFrom: $(Math.floor(runtime.ram / 2))
inputs:
  in:
    type: File
    label: Input image
    doc: The input image to translate.
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    inputBinding:
      prefix: -in
      valueFrom: '$(image(self) + (inputs["in_options"] ? "?" + inputs["in_options"] : ""))'
  in_options:
    type: string?
    label: 'Input image: extended file name'
    doc: 'How OTB reads the file: what stands behind the ? of an extended file name, for instance &bands=1,2&skipcarto=true'
    wps:pattern: (&(?!resol=)[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  out_name:
    type: string
    default: out.tif
    label: 'Output image: file name'
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
    label: 'Output image: pixel type'
    doc: The type of the pixels of the output out.
    wps:toolDefault: float
  out_options:
    type: string?
    label: 'Output image: extended file name'
    doc: 'How OTB writes the file: what stands behind the ? of an extended file name, for instance &gdal:co:COMPRESS=DEFLATE&streaming:type=none'
    wps:pattern: (&[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  transform.type:
    type:
    - 'null'
    - type: enum
      symbols: [id, translation, rotation]
    label: 'Transform parameters: Type of transformation'
    doc: |-
      Type of transformation. Available transformations are spatial scaling, translation and rotation with scaling factor

      - id: id: Spatial scaling
      - translation: translation: translation
      - rotation: rotation: rotation
    wps:toolDefault: id
    inputBinding:
      prefix: -transform.type
  transform.type.id.scalex:
    type: float?
    label: 'Transform parameters: X scaling'
    doc: Scaling factor between the output X spacing and the input X spacing
    wps:toolDefault: 1
    wps:when: transform.type = id
    inputBinding:
      prefix: -transform.type.id.scalex
  transform.type.id.scaley:
    type: float?
    label: 'Transform parameters: Y scaling'
    doc: Scaling factor between the output Y spacing and the input Y spacing
    wps:toolDefault: 1
    wps:when: transform.type = id
    inputBinding:
      prefix: -transform.type.id.scaley
  transform.type.translation.tx:
    type: float?
    label: 'Transform parameters: The X translation (in physical units)'
    doc: The translation value along X axis (in physical units).
    wps:toolDefault: 0
    wps:when: transform.type = translation
    inputBinding:
      prefix: -transform.type.translation.tx
  transform.type.translation.ty:
    type: float?
    label: 'Transform parameters: The Y translation (in physical units)'
    doc: The translation value along Y axis (in physical units)
    wps:toolDefault: 0
    wps:when: transform.type = translation
    inputBinding:
      prefix: -transform.type.translation.ty
  transform.type.translation.scalex:
    type: float?
    label: 'Transform parameters: X scaling'
    doc: Scaling factor between the output X spacing and the input X spacing
    wps:toolDefault: 1
    wps:when: transform.type = translation
    inputBinding:
      prefix: -transform.type.translation.scalex
  transform.type.translation.scaley:
    type: float?
    label: 'Transform parameters: Y scaling'
    doc: Scaling factor between the output Y spacing and the input Y spacing
    wps:toolDefault: 1
    wps:when: transform.type = translation
    inputBinding:
      prefix: -transform.type.translation.scaley
  transform.type.rotation.angle:
    type: float?
    label: 'Transform parameters: Rotation angle'
    doc: The rotation angle in degree (values between -180 and 180)
    wps:toolDefault: 0
    wps:when: transform.type = rotation
    inputBinding:
      prefix: -transform.type.rotation.angle
  transform.type.rotation.scalex:
    type: float?
    label: 'Transform parameters: X scaling'
    doc: Scale factor between the X spacing of the rotated output image and the X spacing of the unrotated image
    wps:toolDefault: 1
    wps:when: transform.type = rotation
    inputBinding:
      prefix: -transform.type.rotation.scalex
  transform.type.rotation.scaley:
    type: float?
    label: 'Transform parameters: Y scaling'
    doc: Scale factor between the Y spacing of the rotated output image and the Y spacing of the unrotated image
    wps:toolDefault: 1
    wps:when: transform.type = rotation
    inputBinding:
      prefix: -transform.type.rotation.scaley
  interpolator:
    type:
    - 'null'
    - type: enum
      symbols: [nn, linear, bco]
    label: Interpolation
    doc: |-
      This group of parameters allows one to define how the input image will be interpolated during resampling.

      - nn: Nearest Neighbor interpolation: Nearest neighbor interpolation leads to poor image quality, but it is very fast.
      - linear: Linear interpolation: Linear interpolation leads to average image quality but is quite fast
      - bco: Bicubic interpolation
    wps:toolDefault: bco
    inputBinding:
      prefix: -interpolator
  interpolator.bco.radius:
    type: int?
    label: Radius for bicubic interpolation
    doc: This parameter allows controlling the size of the bicubic interpolation filter. If the target pixel size
      is higher than the input pixel size, increasing this parameter will reduce aliasing artifacts.
    wps:toolDefault: 2
    wps:when: interpolator = bco
    inputBinding:
      prefix: -interpolator.bco.radius
outputs:
  out:
    type: File
    label: Output image
    doc: The transformed output image.
    secondaryFiles: ['.aux.xml?', '^.geom?']
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    outputBinding:
      glob: $(inputs["out_name"])

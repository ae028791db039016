# Written by `wps-cwl otb generate` from OTB 8.1.1; changes get lost.
cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  wps: https://w3id.org/wps-cwl#
label: GridBasedImageResampling
doc: |-
  Resamples an image according to a resampling grid

  This application allows performing image resampling from an input resampling grid.

  See also: otbStereorecificationGridGeneration
wps:version: 8.1.1
wps:keywords: [Orfeo ToolBox, Geometry]
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
baseCommand: [otbcli_GridBasedImageResampling]
arguments:
- prefix: -ram
  valueFrom: $(Math.floor(runtime.ram / 2))
inputs:
  io.in:
    type: File
    label: 'Input and output data: Input image'
    doc: The input image to resample
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    inputBinding:
      prefix: -io.in
      valueFrom: '$(image(self) + (inputs["io.in_options"] ? "?" + inputs["io.in_options"] : ""))'
  io.in_options:
    type: string?
    label: 'Input and output data: Input image: extended file name'
    doc: 'How OTB reads the file: what stands behind the ? of an extended file name, for instance &bands=1,2&skipcarto=true'
    wps:pattern: (&(?!resol=)[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  io.out_name:
    type: string
    default: io.out.tif
    label: 'Input and output data: Output Image: file name'
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
    label: 'Input and output data: Output Image: pixel type'
    doc: The type of the pixels of the output io.out.
    wps:toolDefault: float
  io.out_options:
    type: string?
    label: 'Input and output data: Output Image: extended file name'
    doc: 'How OTB writes the file: what stands behind the ? of an extended file name, for instance &gdal:co:COMPRESS=DEFLATE&streaming:type=none'
    wps:pattern: (&[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  grid.in:
    type: File
    label: 'Resampling grid parameters: Input resampling grid'
    doc: The resampling grid
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    inputBinding:
      prefix: -grid.in
      valueFrom: '$(image(self) + (inputs["grid.in_options"] ? "?" + inputs["grid.in_options"] : ""))'
  grid.in_options:
    type: string?
    label: 'Resampling grid parameters: Input resampling grid: extended file name'
    doc: 'How OTB reads the file: what stands behind the ? of an extended file name, for instance &bands=1,2&skipcarto=true'
    wps:pattern: (&(?!resol=)[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  grid.type:
    type:
    - 'null'
    - type: enum
      symbols: [def, loc]
    label: 'Resampling grid parameters: Grid Type'
    doc: |-
      allows one to choose between two grid types

      - def: Displacement  grid: $G(x_out,y_out) = (x_in-x_out, y_in-y_out)$: A deformation grid contains at each grid position the offset to apply to this position in order to get to the corresponding point in the input image to resample
      - loc: Localisation grid: $G(x_out,y_out) = (x_in, y_in)$: A localisation grid contains at each grid position the corresponding position in the input image to resample
    wps:toolDefault: def
    inputBinding:
      prefix: -grid.type
  out.ulx:
    type: float?
    label: 'Output Image parameters: Upper Left X'
    doc: X Coordinate of the upper-left pixel of the output resampled image
    wps:toolDefault: 0
    inputBinding:
      prefix: -out.ulx
  out.uly:
    type: float?
    label: 'Output Image parameters: Upper Left Y'
    doc: Y Coordinate of the upper-left pixel of the output resampled image
    wps:toolDefault: 0
    inputBinding:
      prefix: -out.uly
  out.sizex:
    type: int
    label: 'Output Image parameters: Size X'
    doc: Size of the output resampled image along X (in pixels)
    inputBinding:
      prefix: -out.sizex
  out.sizey:
    type: int
    label: 'Output Image parameters: Size Y'
    doc: Size of the output resampled image along Y (in pixels)
    inputBinding:
      prefix: -out.sizey
  out.spacingx:
    type: float?
    label: 'Output Image parameters: Pixel Size X'
    doc: Size of each pixel along X axis
    wps:toolDefault: 1
    inputBinding:
      prefix: -out.spacingx
  out.spacingy:
    type: float?
    label: 'Output Image parameters: Pixel Size Y'
    doc: Size of each pixel along Y axis
    wps:toolDefault: 1
    inputBinding:
      prefix: -out.spacingy
  out.default:
    type: float?
    label: 'Output Image parameters: Default value'
    doc: The default value to give to pixel that falls outside of the input image.
    wps:toolDefault: 0
    inputBinding:
      prefix: -out.default
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
  io.out:
    type: File
    label: 'Input and output data: Output Image'
    doc: The resampled output image
    secondaryFiles: ['.aux.xml?', '^.geom?']
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    outputBinding:
      glob: $(inputs["io.out_name"])

# Written by `wps-cwl otb generate` from OTB 8.1.1; changes get lost.
cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  wps: https://w3id.org/wps-cwl#
label: FineRegistration
doc: |-
  Estimate disparity map between two images.

  This application computes a disparity map between two images that correspond to the same scene. It is intended for case where small misregistration between images should be estimated and fixed. The search is performed in 2D.

  The algorithm uses an iterative approach to estimate a best match between local patches. The typical use case is registration betwween similar bands, or between two acquisitions. The output image contains X and Y offsets, as well as the metric value. A sub-pixel accuracy can be expected. The input images should have the same size and same physical space.
wps:version: 8.1.1
wps:keywords: [Orfeo ToolBox, Stereo]
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
baseCommand: [otbcli_FineRegistration]
arguments:
- prefix: -ram
  valueFrom: $(Math.floor(runtime.ram / 2))
inputs:
  ref:
    type: File
    label: Reference Image
    doc: The reference image.
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    inputBinding:
      prefix: -ref
      valueFrom: '$(image(self) + (inputs["ref_options"] ? "?" + inputs["ref_options"] : ""))'
  ref_options:
    type: string?
    label: 'Reference Image: extended file name'
    doc: 'How OTB reads the file: what stands behind the ? of an extended file name, for instance &bands=1,2&skipcarto=true'
    wps:pattern: (&(?!resol=)[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  sec:
    type: File
    label: Secondary Image
    doc: The secondary image.
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    inputBinding:
      prefix: -sec
      valueFrom: '$(image(self) + (inputs["sec_options"] ? "?" + inputs["sec_options"] : ""))'
  sec_options:
    type: string?
    label: 'Secondary Image: extended file name'
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
  erx:
    type: int
    label: Exploration Radius X
    doc: The exploration radius along x (in pixels)
    wps:minimum: 0
    inputBinding:
      prefix: -erx
  ery:
    type: int
    label: Exploration Radius Y
    doc: The exploration radius along y (in pixels)
    wps:minimum: 0
    inputBinding:
      prefix: -ery
  mrx:
    type: int
    label: Metric Radius X
    doc: Radius along x (in pixels) of the metric computation window
    wps:minimum: 0
    inputBinding:
      prefix: -mrx
  mry:
    type: int
    label: Metric Radius Y
    doc: Radius along y (in pixels) of the metric computation window
    wps:minimum: 0
    inputBinding:
      prefix: -mry
  w:
    type: File?
    label: Image To Warp
    doc: The image to warp after disparity estimation is completed.
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    inputBinding:
      prefix: -w
      valueFrom: '$(image(self) + (inputs["w_options"] ? "?" + inputs["w_options"] : ""))'
  w_options:
    type: string?
    label: 'Image To Warp: extended file name'
    doc: 'How OTB reads the file: what stands behind the ? of an extended file name, for instance &bands=1,2&skipcarto=true'
    wps:pattern: (&(?!resol=)[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  wo_name:
    type: string?
    label: 'Output Warped Image: file name'
    doc: What the file of the output wo is called; the extension decides its format. Without a name, and when nobody
      asks for the output, it is not written.
    wps:pattern: (?!otb-printed|cwl\.output)[A-Za-z0-9][A-Za-z0-9_.-]*
    wps:fileNameOf: wo
    inputBinding:
      prefix: -wo
      valueFrom: '$([self + (inputs["wo_options"] ? "?" + inputs["wo_options"] : "")].concat(inputs["wo_pixel"]
        || []))'
  wo_pixel:
    type:
    - 'null'
    - type: enum
      symbols: [uint8, uint16, int16, uint32, int32, float, double, cint16, cint32, cfloat, cdouble]
    label: 'Output Warped Image: pixel type'
    doc: The type of the pixels of the output wo.
    wps:toolDefault: float
  wo_options:
    type: string?
    label: 'Output Warped Image: extended file name'
    doc: 'How OTB writes the file: what stands behind the ? of an extended file name, for instance &gdal:co:COMPRESS=DEFLATE&streaming:type=none'
    wps:pattern: (&[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  cox:
    type: float?
    label: Coarse Offset X
    doc: Coarse offset along x (in physical space) between the two images, used as an initial offset for all pixels.
    wps:toolDefault: 0
    inputBinding:
      prefix: -cox
  coy:
    type: float?
    label: Coarse Offset Y
    doc: Coarse offset along y (in physical space) between the two images, used as an initial offset for all pixels.
    wps:toolDefault: 0
    inputBinding:
      prefix: -coy
  ssrx:
    type: float?
    label: Sub-Sampling Rate X
    doc: Generates a result at a coarser resolution with a given sub-sampling rate along X
    wps:minimum: 1
    wps:toolDefault: 1
    inputBinding:
      prefix: -ssrx
  ssry:
    type: float?
    label: Sub-Sampling Rate Y
    doc: Generates a result at a coarser resolution with a given sub-sampling rate along Y
    wps:minimum: 1
    wps:toolDefault: 1
    inputBinding:
      prefix: -ssry
  rgsx:
    type: float?
    label: Reference Gaussian Smoothing X
    doc: Performs a gaussian smoothing of the reference image. Parameter is gaussian sigma (in pixels) in X direction.
    inputBinding:
      prefix: -rgsx
  rgsy:
    type: float?
    label: Reference Gaussian Smoothing Y
    doc: Performs a gaussian smoothing of the reference image. Parameter is gaussian sigma (in pixels) in Y direction.
    inputBinding:
      prefix: -rgsy
  sgsx:
    type: float?
    label: Secondary Gaussian Smoothing X
    doc: Performs a gaussian smoothing of the secondary image. Parameter is gaussian sigma (in pixels) in X direction.
    inputBinding:
      prefix: -sgsx
  sgsy:
    type: float?
    label: Secondary Gaussian Smoothing Y
    doc: Performs a gaussian smoothing of the secondary image. Parameter is gaussian sigma (in pixels) in Y direction.
    inputBinding:
      prefix: -sgsy
  m:
    type: string?
    label: Metric
    doc: Choose the metric used for block matching. Available metrics are cross-correlation (CC), cross-correlation
      with subtracted mean (CCSM), mean-square difference (MSD), mean reciprocal square difference (MRSD) and mutual
      information (MI). Default is cross-correlation
    wps:pattern: (?!\s*-+[A-Za-z])[\s\S]*\S[\s\S]*
    inputBinding:
      prefix: -m
  spa:
    type: float?
    label: SubPixelAccuracy
    doc: Metric extrema location will be refined up to the given accuracy. Default is 0.01
    wps:minimum: 0
    wps:toolDefault: 0.01
    inputBinding:
      prefix: -spa
  cva:
    type: float?
    label: ConvergenceAccuracy
    doc: Metric extrema will be refined up to the given accuracy. Default is 0.01
    wps:minimum: 0
    wps:toolDefault: 0.01
    inputBinding:
      prefix: -cva
  vmlt:
    type: float?
    label: Validity Mask Lower Threshold
    doc: Lower threshold to compute the validity mask. This mask will be the 4th output band.
    inputBinding:
      prefix: -vmlt
  vmut:
    type: float?
    label: Validity Mask Upper Threshold
    doc: Upper threshold to obtain a validity mask. This mask will be the 4th output band.
    inputBinding:
      prefix: -vmut
outputs:
  out:
    type: File
    label: Output Image
    doc: The output image contains 3 bands, for X offset, Y offset and the metric value. It may contain a 4th one
      with the validity mask (if used).
    secondaryFiles: ['.aux.xml?', '^.geom?']
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    outputBinding:
      glob: $(inputs["out_name"])
  wo:
    type: File?
    label: Output Warped Image
    doc: The output warped image
    secondaryFiles: ['.aux.xml?', '^.geom?']
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    outputBinding:
      glob: $(inputs["wo_name"])

# Written by `wps-cwl otb generate` from OTB 8.1.1; changes get lost.
cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  wps: https://w3id.org/wps-cwl#
label: SARPolarMatrixConvert
doc: |-
  This applications allows converting classical polarimetric matrices to each other.

  This application allows converting classical polarimetric matrices to each other.
  For instance, it is possible to get the coherency matrix from the Sinclar one, or the Mueller matrix from the coherency one.
  The filters used in this application never handle matrices, but images where each band is related to their elements.
  As most of the time SAR polarimetry handles symmetric/hermitian matrices, only the relevant elements are stored, so that the images representing them have a minimal number of bands.
  For instance, the coherency matrix size is 3x3 in the monostatic case, and 4x4 in the bistatic case: it will thus be stored in a 6-band or a 10-band complex image (the diagonal and the upper elements of the matrix).

  The Sinclair matrix is a special case: it is always represented as 3 or 4 one-band complex images (for mono or bistatic case).
  The available conversions are listed below:

  --- Monostatic case ---
  1 msinclairtocoherency --> Sinclair matrix to coherency matrix (input: 3 x 1 complex channel (HH, HV or VH, VV) | output:  6 complex channels)
  2 msinclairtocovariance --> Sinclair matrix to covariance matrix (input: 3 x 1 complex channel (HH, HV or VH, VV) | output:  6 complex channels)
  3 msinclairtocircovariance --> Sinclair matrix to circular covariance matrix (input: 3 x 1 complex channel (HH, HV or VH, VV) | output:  6 complex channels)
  4 mcoherencytomueller --> Coherency matrix to Mueller matrix (input: 6 complex channels | 16 real channels)
  5 mcovariancetocoherencydegree --> Covariance matrix to coherency degree (input: 6 complex channels | 3 complex channels)
  6 mcovariancetocoherency --> Covariance matrix to coherency matrix (input: 6 complex channels | 6 complex channels)
  7 mlinearcovariancetocircularcovariance --> Covariance matrix to circular covariance matrix (input: 6 complex channels | output: 6 complex channels)

  --- Bistatic case ---
  8 bsinclairtocoherency --> Sinclair matrix to coherency matrix (input: 4 x 1 complex channel (HH, HV, VH, VV) | 10 complex channels)
  9 bsinclairtocovariance --> Sinclair matrix to covariance matrix (input: 4 x 1 complex channel (HH, HV, VH, VV) | output: 10 complex channels)
  10 bsinclairtocircovariance --> Sinclair matrix to circular covariance matrix (input: 4 x 1 complex channel (HH, HV, VH, VV) | output: 10 complex channels)

  --- Both cases ---
  11 sinclairtomueller --> Sinclair matrix to Mueller matrix (input: 4 x 1 complex channel (HH, HV, VH, VV) | output: 16 real channels)
  12 muellertomcovariance --> Mueller matrix to covariance matrix (input: 16 real channels | output: 6 complex channels)
  13 muellertopoldegandpower --> Mueller matrix to polarization degree and power (input: 16 real channels | output: 4 real channels)

  See also: SARPolarSynth, SARDecompositions
wps:version: 8.1.1
wps:keywords: [Orfeo ToolBox, SAR]
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
baseCommand: [otbcli_SARPolarMatrixConvert]
arguments:
- prefix: -ram
  valueFrom: $(Math.floor(runtime.ram / 2))
inputs:
  inc:
    type: File?
    label: Input multi-band complex image
    doc: 'Input: multi-band complex image'
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    inputBinding:
      prefix: -inc
      valueFrom: '$(image(self) + (inputs["inc_options"] ? "?" + inputs["inc_options"] : ""))'
  inc_options:
    type: string?
    label: 'Input multi-band complex image: extended file name'
    doc: 'How OTB reads the file: what stands behind the ? of an extended file name, for instance &bands=1,2&skipcarto=true'
    wps:pattern: (&(?!resol=)[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  inf:
    type: File?
    label: Input multi-band real image
    doc: 'Input: multi-band real image'
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    inputBinding:
      prefix: -inf
      valueFrom: '$(image(self) + (inputs["inf_options"] ? "?" + inputs["inf_options"] : ""))'
  inf_options:
    type: string?
    label: 'Input multi-band real image: extended file name'
    doc: 'How OTB reads the file: what stands behind the ? of an extended file name, for instance &bands=1,2&skipcarto=true'
    wps:pattern: (&(?!resol=)[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  inhh:
    type: File?
    label: Input one-band complex image (HH)
    doc: 'Input: one-band complex image (HH)'
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    inputBinding:
      prefix: -inhh
      valueFrom: '$(image(self) + (inputs["inhh_options"] ? "?" + inputs["inhh_options"] : ""))'
  inhh_options:
    type: string?
    label: 'Input one-band complex image (HH): extended file name'
    doc: 'How OTB reads the file: what stands behind the ? of an extended file name, for instance &bands=1,2&skipcarto=true'
    wps:pattern: (&(?!resol=)[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  inhv:
    type: File?
    label: Input one-band complex image (HV)
    doc: 'Input: one-band complex image (HV)'
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    inputBinding:
      prefix: -inhv
      valueFrom: '$(image(self) + (inputs["inhv_options"] ? "?" + inputs["inhv_options"] : ""))'
  inhv_options:
    type: string?
    label: 'Input one-band complex image (HV): extended file name'
    doc: 'How OTB reads the file: what stands behind the ? of an extended file name, for instance &bands=1,2&skipcarto=true'
    wps:pattern: (&(?!resol=)[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  invh:
    type: File?
    label: Input one-band complex image (VH)
    doc: 'Input: one-band complex image (VH)'
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    inputBinding:
      prefix: -invh
      valueFrom: '$(image(self) + (inputs["invh_options"] ? "?" + inputs["invh_options"] : ""))'
  invh_options:
    type: string?
    label: 'Input one-band complex image (VH): extended file name'
    doc: 'How OTB reads the file: what stands behind the ? of an extended file name, for instance &bands=1,2&skipcarto=true'
    wps:pattern: (&(?!resol=)[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  invv:
    type: File?
    label: Input one-band complex image (VV)
    doc: 'Input: one-band complex image (VV)'
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    inputBinding:
      prefix: -invv
      valueFrom: '$(image(self) + (inputs["invv_options"] ? "?" + inputs["invv_options"] : ""))'
  invv_options:
    type: string?
    label: 'Input one-band complex image (VV): extended file name'
    doc: 'How OTB reads the file: what stands behind the ? of an extended file name, for instance &bands=1,2&skipcarto=true'
    wps:pattern: (&(?!resol=)[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  outc_name:
    type: string?
    label: 'Output Complex Image: file name'
    doc: What the file of the output outc is called; the extension decides its format. Without a name, and when
      nobody asks for the output, it is not written.
    wps:pattern: (?!otb-printed|cwl\.output)[A-Za-z0-9][A-Za-z0-9_.-]*
    wps:fileNameOf: outc
    inputBinding:
      prefix: -outc
      valueFrom: '$([self + (inputs["outc_options"] ? "?" + inputs["outc_options"] : "")].concat(inputs["outc_pixel"]
        || []))'
  outc_pixel:
    type:
    - 'null'
    - type: enum
      symbols: [uint8, uint16, int16, uint32, int32, float, double, cint16, cint32, cfloat, cdouble]
    label: 'Output Complex Image: pixel type'
    doc: The type of the pixels of the output outc.
    wps:toolDefault: float
  outc_options:
    type: string?
    label: 'Output Complex Image: extended file name'
    doc: 'How OTB writes the file: what stands behind the ? of an extended file name, for instance &gdal:co:COMPRESS=DEFLATE&streaming:type=none'
    wps:pattern: (&[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  outf_name:
    type: string?
    label: 'Output Real Image: file name'
    doc: What the file of the output outf is called; the extension decides its format. Without a name, and when
      nobody asks for the output, it is not written.
    wps:pattern: (?!otb-printed|cwl\.output)[A-Za-z0-9][A-Za-z0-9_.-]*
    wps:fileNameOf: outf
    inputBinding:
      prefix: -outf
      valueFrom: '$([self + (inputs["outf_options"] ? "?" + inputs["outf_options"] : "")].concat(inputs["outf_pixel"]
        || []))'
  outf_pixel:
    type:
    - 'null'
    - type: enum
      symbols: [uint8, uint16, int16, uint32, int32, float, double, cint16, cint32, cfloat, cdouble]
    label: 'Output Real Image: pixel type'
    doc: The type of the pixels of the output outf.
    wps:toolDefault: float
  outf_options:
    type: string?
    label: 'Output Real Image: extended file name'
    doc: 'How OTB writes the file: what stands behind the ? of an extended file name, for instance &gdal:co:COMPRESS=DEFLATE&streaming:type=none'
    wps:pattern: (&[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  conv:
    type:
    - 'null'
    - type: enum
      symbols: [msinclairtocoherency, msinclairtocovariance, msinclairtocircovariance, mcoherencytomueller, mcovariancetocoherencydegree,
        mcovariancetocoherency, mlinearcovariancetocircularcovariance, muellertomcovariance, bsinclairtocoherency,
        bsinclairtocovariance, bsinclairtocircovariance, sinclairtomueller, muellertopoldegandpower]
    label: Conversion
    doc: |-
      - msinclairtocoherency: 1 Monostatic: Sinclair matrix to coherency matrix (complex output): 1 Monostatic: Sinclair matrix to coherency matrix (complex output)
      - msinclairtocovariance: 2 Monostatic: Sinclair matrix to covariance matrix (complex output): 2 Monostatic: Sinclair matrix to covariance matrix (complex output)
      - msinclairtocircovariance: 3 Monostatic: Sinclair matrix to circular covariance matrix (complex output): 3 Monostatic: Sinclair matrix to circular covariance matrix (complex output)
      - mcoherencytomueller: 4 Monostatic: Coherency matrix to Mueller matrix: 4 Monostatic: Coherency matrix to Mueller matrix
      - mcovariancetocoherencydegree: 5 Monostatic: Covariance matrix to coherency degree: 5 Monostatic: Covariance matrix to coherency degree
      - mcovariancetocoherency: 6 Monostatic: Covariance matrix to coherency matrix (complex output): 6 Monostatic: Covariance matrix to coherency matrix (complex output)
      - mlinearcovariancetocircularcovariance: 7 Monostatic: Covariance matrix to circular covariance matrix (complex output): 7 Monostatic: Covariance matrix to circular covariance matrix (complex output)
      - muellertomcovariance: 8 Bi/mono: Mueller matrix to monostatic covariance matrix: 8 Bi/mono: Mueller matrix to monostatic covariance matrix
      - bsinclairtocoherency: 9 Bistatic: Sinclair matrix to coherency matrix (complex output): 9 Bistatic: Sinclair matrix to coherency matrix (complex output)
      - bsinclairtocovariance: 10 Bistatic: Sinclair matrix to covariance matrix (complex output): 10 Bistatic: Sinclair matrix to covariance matrix (complex output)
      - bsinclairtocircovariance: 11 Bistatic: Sinclair matrix to circular covariance matrix (complex output): 11 Bistatic: Sinclair matrix to circular covariance matrix (complex output)
      - sinclairtomueller: 12 Bi/mono: Sinclair matrix to Mueller matrix: 12 Bi/mono: Sinclair matrix to Mueller matrix
      - muellertopoldegandpower: 13 Bi/mono: Mueller matrix to polarisation degree and power: 13 Bi/mono: Mueller matrix to polarisation degree and power
    wps:toolDefault: msinclairtocoherency
    inputBinding:
      prefix: -conv
outputs:
  outc:
    type: File?
    label: Output Complex Image
    doc: Output Complex image.
    secondaryFiles: ['.aux.xml?', '^.geom?']
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    outputBinding:
      glob: $(inputs["outc_name"])
  outf:
    type: File?
    label: Output Real Image
    doc: Output Real image.
    secondaryFiles: ['.aux.xml?', '^.geom?']
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    outputBinding:
      glob: $(inputs["outf_name"])

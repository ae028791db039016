# Written by `wps-cwl otb generate` from OTB 8.1.1; changes get lost.
cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  wps: https://w3id.org/wps-cwl#
label: SARPolarSynth
doc: |-
  Gives, for each pixel, the power that would have been received by a SAR system with a basis different from the classical (H,V) one (polarimetric synthetis).

  This application gives, for each pixel, the power that would have been received by a SAR system with a basis different from the classical (H,V) one (polarimetric synthetis).
  The new basis A and B are indicated through two Jones vectors, defined by the user thanks to orientation (psi) and ellipticity (khi) parameters.
  These parameters are namely psii, khii, psir and khir. The suffixes (i) and (r) refer to the transmitting antenna and the receiving antenna respectively.
  Orientations and ellipticities are given in degrees, and are between -90/90 degrees and -45/45 degrees respectively.

  Four polarization architectures can be processed:

  1. HH_HV_VH_VV: full polarization, general bistatic case.
  2. HH_HV_VV or HH_VH_VV: full polarization, monostatic case (transmitter and receiver are co-located).
  3. HH_HV: dual polarization.
  4. VH_VV: dual polarization.

  The application takes a complex vector image as input, where each band correspond to a particular emission/reception polarization scheme.
  User must comply with the band order given above, since the bands are used to build the Sinclair matrix.

  In order to determine the architecture, the application first relies on the number of bands of the input image.

  1. Architecture HH_HV_VH_VV is the only one with four bands, there is no possible confusion.
  2. Concerning HH_HV_VV and HH_VH_VV architectures, both correspond to a three channels image. But they are processed in the same way, as the Sinclair matrix is symmetric in the monostatic case.
  3. Finally, the two last architectures (dual polarizations), can't be distinguished only by the number of bands of the input image. User must then use the parameters emissionh and emissionv to indicate the architecture of the system: emissionh=1 and emissionv=0 --> HH_HV,  emissionh=0 and emissionv=1 --> VH_VV.

  Note: if the architecture is HH_HV, khii and psii are automatically both set to 0 degree; if the architecture is VH_VV, khii and psii are automatically set to 0 degree and 90 degrees respectively.

  It is also possible to force the calculation to co-polar or cross-polar modes.
  In the co-polar case, values for psir and khir will be ignored and forced to psii and khii; same as the cross-polar mode, where khir and psir will be forced to (psii + 90 degrees) and -khii.

  Finally, the result of the polarimetric synthetis is expressed in the power domain, through a one-band scalar image.
  Note: this application doesn't take into account the terms which do not depend on the polarization of the antennas.
  The parameter gain can be used for this purpose.

  More details can be found in the OTB CookBook (SAR processing chapter).

  See also: SARDecompositions, SARPolarMatrixConvert
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
baseCommand: [otbcli_SARPolarSynth]
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
  psii:
    type: float?
    label: psii
    doc: Orientation (transmitting antenna)
    wps:minimum: -90
    wps:maximum: 90
    wps:toolDefault: 0
    inputBinding:
      prefix: -psii
  khii:
    type: float?
    label: khii
    doc: Ellipticity (transmitting antenna)
    wps:minimum: -45
    wps:maximum: 45
    wps:toolDefault: 0
    inputBinding:
      prefix: -khii
  psir:
    type: float?
    label: psir
    doc: Orientation (receiving antenna)
    wps:minimum: -90
    wps:maximum: 90
    wps:toolDefault: 0
    inputBinding:
      prefix: -psir
  khir:
    type: float?
    label: khir
    doc: Ellipticity (receiving antenna)
    wps:minimum: -45
    wps:maximum: 45
    wps:toolDefault: 0
    inputBinding:
      prefix: -khir
  emissionh:
    type: int?
    label: Emission H
    doc: This parameter is useful in determining the polarization architecture (dual polarization case).
    wps:minimum: 0
    wps:maximum: 1
    wps:toolDefault: 0
    inputBinding:
      prefix: -emissionh
  emissionv:
    type: int?
    label: Emission V
    doc: This parameter is useful in determining the polarization architecture (dual polarization case).
    wps:minimum: 0
    wps:maximum: 1
    wps:toolDefault: 0
    inputBinding:
      prefix: -emissionv
  mode:
    type:
    - 'null'
    - type: enum
      symbols: [none, co, cross]
    label: Forced mode
    doc: |-
      - none: None: Copolarization
      - co: Copolarization
      - cross: Crosspolarization: Crosspolarization
    wps:toolDefault: none
    inputBinding:
      prefix: -mode
outputs:
  out:
    type: File
    label: Output Image
    doc: Output image.
    secondaryFiles: ['.aux.xml?', '^.geom?']
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    outputBinding:
      glob: $(inputs["out_name"])

# Written by `wps-cwl otb generate` from OTB 8.1.1; changes get lost.
cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  wps: https://w3id.org/wps-cwl#
label: EndmemberNumberEstimation
doc: |-
  Estimate the number of endmembers in a hyperspectral image

  Estimate the number of endmembers in a hyperspectral image. First, compute statistics on the image and then apply an endmember number estimation algorithm using these statistics. Two algorithms are available:

  1. Virtual Dimensionality (HFC-VD) [1][2]
  2. Eigenvalue Likelihood Maximization (ELM) [3][4]

  The application then returns the estimated number of endmembers.

  [1] C.-I. Chang and Q. Du, Estimation of number of spectrally distinct signal sources in hyperspectral imagery, IEEE Transactions on Geoscience and Remote Sensing, vol. 43, no. 3, mar 2004.

  [2] J. Wang and C.-I. Chang, Applications of independent component analysis in endmember extraction and abundance quantification for hyperspectral imagery, IEEE Transactions on Geoscience and Remote Sensing, vol. 44, no. 9, pp. 2601-1616, sep 2006.

  [3] Unsupervised Endmember Extraction of Martian Hyperspectral Images, B.Luo, J. Chanussot, S. Dout'e and X. Ceamanos, IEEE Whispers 2009, Grenoble France, 2009

  [4] Unsupervised classification of hyperspectral images by using linear unmixing algorithm Luo, B. and Chanussot, J., IEEE Int. Conf. On ImageProcessing(ICIP) 2009, Cairo, Egypte, 2009

  See also: VertexComponentAnalysis, HyperspectralUnmixing
wps:version: 8.1.1
wps:keywords: [Orfeo ToolBox, Hyperspectral]
wps:progress: terminal
wps:lastStage: Writing
requirements:
  InlineJavascriptRequirement:
    expressionLib:
    - |-
      function image(file) {
        return file.path + (/[.](rad|hd|lum|ent)$/i.test(file.path) ? ".no-image-may-be-called-so" : "");
      }
    - |-
      function printed(text, key) {
        var below = text.slice(text.lastIndexOf("Output parameters value:")).split("\n");
        var found = below.filter(function (line) { return line.indexOf(key + ":") === 0; });
        return found.length ? found[0].slice(key.length + 1).trim() : null;
      }
      function printedNumber(text, key) {
        var value = printed(text, key);
        return value === null || value === "" || !isFinite(Number(value)) ? null : Number(value);
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
baseCommand: [otbcli_EndmemberNumberEstimation]
arguments:
- prefix: -ram
  valueFrom: $(Math.floor(runtime.ram / 2))
inputs:
  in:
    type: File
    label: Input Image Filename
    doc: The hyperspectral data cube input
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    inputBinding:
      prefix: -in
      valueFrom: '$(image(self) + (inputs["in_options"] ? "?" + inputs["in_options"] : ""))'
  in_options:
    type: string?
    label: 'Input Image Filename: extended file name'
    doc: 'How OTB reads the file: what stands behind the ? of an extended file name, for instance &bands=1,2&skipcarto=true'
    wps:pattern: (&(?!resol=)[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  algo:
    type:
    - 'null'
    - type: enum
      symbols: [elm, vd]
    label: Unmixing algorithm
    doc: |-
      The algorithm to use for the estimation

      - elm: Eigenvalue Likelihood Maximization: Eigenvalue Likelihood Maximization algorithm
      - vd: Virtual Dimensionality: HFC Virtual Dimensionality algorithm
    wps:toolDefault: elm
    inputBinding:
      prefix: -algo
  algo.vd.far:
    type: float?
    label: False alarm rate
    doc: False alarm rate for the virtual dimensionality algorithm
    wps:minimum: 0
    wps:maximum: 1
    wps:toolDefault: 0.001
    wps:when: algo = vd
    inputBinding:
      prefix: -algo.vd.far
outputs:
  number:
    type: int?
    label: Number of endmembers
    doc: The output estimated number of endmembers
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printedNumber(self[0].contents, "number"))
stdout: otb-printed.txt

# Written by `wps-cwl otb generate` from OTB 8.1.1; changes get lost.
cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  wps: https://w3id.org/wps-cwl#
label: CompareImages
doc: |-
  Estimator between 2 images.

  Compute MSE (Mean Squared Error), MAE (Mean Absolute Error) and PSNR (Peak Signal to Noise Ratio) between two image bands (reference and measurement). The user has to set the used channel and can specify a ROI.

  See also: BandMath application, ImageStatistics
wps:version: 8.1.1
wps:keywords: [Orfeo ToolBox, Image Manipulation]
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
baseCommand: [otbcli_CompareImages]
arguments:
- prefix: -ram
  valueFrom: $(Math.floor(runtime.ram / 2))
inputs:
  ref.in:
    type: File
    label: 'Reference image properties: Reference image'
    doc: Image used as reference in the comparison.
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    inputBinding:
      prefix: -ref.in
      valueFrom: '$(image(self) + (inputs["ref.in_options"] ? "?" + inputs["ref.in_options"] : ""))'
  ref.in_options:
    type: string?
    label: 'Reference image properties: Reference image: extended file name'
    doc: 'How OTB reads the file: what stands behind the ? of an extended file name, for instance &bands=1,2&skipcarto=true'
    wps:pattern: (&(?!resol=)[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  ref.channel:
    type: int?
    label: 'Reference image properties: Reference image channel'
    doc: Used channel for the reference image.
    wps:minimum: 1
    wps:toolDefault: 1
    inputBinding:
      prefix: -ref.channel
  meas.in:
    type: File
    label: 'Measured image properties: Measured image'
    doc: Image used as measured in the comparison.
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    inputBinding:
      prefix: -meas.in
      valueFrom: '$(image(self) + (inputs["meas.in_options"] ? "?" + inputs["meas.in_options"] : ""))'
  meas.in_options:
    type: string?
    label: 'Measured image properties: Measured image: extended file name'
    doc: 'How OTB reads the file: what stands behind the ? of an extended file name, for instance &bands=1,2&skipcarto=true'
    wps:pattern: (&(?!resol=)[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  meas.channel:
    type: int?
    label: 'Measured image properties: Measured image channel'
    doc: Used channel for the measured image.
    wps:minimum: 1
    wps:toolDefault: 1
    inputBinding:
      prefix: -meas.channel
  roi.startx:
    type: int?
    label: 'Region Of Interest (relative to reference image): Start X'
    doc: ROI start x position.
    wps:minimum: 0
    wps:toolDefault: 0
    inputBinding:
      prefix: -roi.startx
  roi.starty:
    type: int?
    label: 'Region Of Interest (relative to reference image): Start Y'
    doc: ROI start y position.
    wps:minimum: 0
    wps:toolDefault: 0
    inputBinding:
      prefix: -roi.starty
  roi.sizex:
    type: int?
    label: 'Region Of Interest (relative to reference image): Size X'
    doc: Size along x in pixels.
    wps:minimum: 1
    wps:toolDefault: 0
    inputBinding:
      prefix: -roi.sizex
  roi.sizey:
    type: int?
    label: 'Region Of Interest (relative to reference image): Size Y'
    doc: Size along y in pixels.
    wps:minimum: 1
    wps:toolDefault: 0
    inputBinding:
      prefix: -roi.sizey
outputs:
  mse:
    type: double?
    label: MSE
    doc: Mean Squared Error value.
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printedNumber(self[0].contents, "mse"))
  mae:
    type: double?
    label: MAE
    doc: Mean Absolute Error value.
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printedNumber(self[0].contents, "mae"))
  psnr:
    type: double?
    label: PSNR
    doc: Peak Signal to Noise Ratio value.
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printedNumber(self[0].contents, "psnr"))
  count:
    type: double?
    label: count
    doc: Nb of pixels which are different.
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printedNumber(self[0].contents, "count"))
stdout: otb-printed.txt

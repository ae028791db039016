# Written by `wps-cwl otb generate` from OTB 8.1.1; changes get lost.
cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  wps: https://w3id.org/wps-cwl#
label: HooverCompareSegmentation
doc: |-
  Compare two segmentations with Hoover metrics

  This application compares a machine segmentation (MS) with a partial ground truth segmentation (GT). The Hoover metrics are used to estimate scores for correct detection, over-segmentation, under-segmentation and missed detection.

  The application can output the overall Hoover scores along with coloredimages of the MS and GT segmentation showing the state of each region (correct detection, over-segmentation, under-segmentation, missed).

  The legend for the colored images is as follow:

  - **white**:   background

  - **green**:   correct detection

  - **magenta**: over-segmentation

  - **cyan**:    under-segmentation

  - **red**:     missed detection (only for GT)

  The Hoover metrics are described in: Hoover et al., "An experimental comparison of range image segmentation algorithms", IEEE PAMI vol. 18, no. 7, July 1996.

  See also: otbHooverMatrixFilter, otbHooverInstanceFilter, otbLabelMapToAttributeImageFilter
wps:version: 8.1.1
wps:keywords: [Orfeo ToolBox, Segmentation]
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
baseCommand: [otbcli_HooverCompareSegmentation]
arguments: []
inputs:
  ingt:
    type: File
    label: Input ground truth
    doc: A partial ground truth segmentation image.
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    inputBinding:
      prefix: -ingt
      valueFrom: '$(image(self) + (inputs["ingt_options"] ? "?" + inputs["ingt_options"] : ""))'
  ingt_options:
    type: string?
    label: 'Input ground truth: extended file name'
    doc: 'How OTB reads the file: what stands behind the ? of an extended file name, for instance &bands=1,2&skipcarto=true'
    wps:pattern: (&(?!resol=)[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  inms:
    type: File
    label: Input machine segmentation
    doc: A machine segmentation image.
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    inputBinding:
      prefix: -inms
      valueFrom: '$(image(self) + (inputs["inms_options"] ? "?" + inputs["inms_options"] : ""))'
  inms_options:
    type: string?
    label: 'Input machine segmentation: extended file name'
    doc: 'How OTB reads the file: what stands behind the ? of an extended file name, for instance &bands=1,2&skipcarto=true'
    wps:pattern: (&(?!resol=)[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  bg:
    type: int?
    label: Background label
    doc: Label value of the background in the input segmentations
    wps:toolDefault: 0
    inputBinding:
      prefix: -bg
  th:
    type: float?
    label: Overlapping threshold
    doc: Overlapping threshold used to find Hoover instances.
    wps:toolDefault: 0.75
    inputBinding:
      prefix: -th
  outgt_name:
    type: string?
    label: 'Colored ground truth output: file name'
    doc: What the file of the output outgt is called; the extension decides its format. Without a name, and when
      nobody asks for the output, it is not written.
    wps:pattern: (?!otb-printed|cwl\.output)[A-Za-z0-9][A-Za-z0-9_.-]*
    wps:fileNameOf: outgt
    inputBinding:
      prefix: -outgt
      valueFrom: '$([self + (inputs["outgt_options"] ? "?" + inputs["outgt_options"] : "")].concat(inputs["outgt_pixel"]
        || []))'
  outgt_pixel:
    type:
    - 'null'
    - type: enum
      symbols: [uint8, uint16, int16, uint32, int32, float, double, cint16, cint32, cfloat, cdouble]
    label: 'Colored ground truth output: pixel type'
    doc: The type of the pixels of the output outgt.
    wps:toolDefault: uint8
  outgt_options:
    type: string?
    label: 'Colored ground truth output: extended file name'
    doc: 'How OTB writes the file: what stands behind the ? of an extended file name, for instance &gdal:co:COMPRESS=DEFLATE&streaming:type=none'
    wps:pattern: (&[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  outms_name:
    type: string?
    label: 'Colored machine segmentation output: file name'
    doc: What the file of the output outms is called; the extension decides its format. Without a name, and when
      nobody asks for the output, it is not written.
    wps:pattern: (?!otb-printed|cwl\.output)[A-Za-z0-9][A-Za-z0-9_.-]*
    wps:fileNameOf: outms
    inputBinding:
      prefix: -outms
      valueFrom: '$([self + (inputs["outms_options"] ? "?" + inputs["outms_options"] : "")].concat(inputs["outms_pixel"]
        || []))'
  outms_pixel:
    type:
    - 'null'
    - type: enum
      symbols: [uint8, uint16, int16, uint32, int32, float, double, cint16, cint32, cfloat, cdouble]
    label: 'Colored machine segmentation output: pixel type'
    doc: The type of the pixels of the output outms.
    wps:toolDefault: uint8
  outms_options:
    type: string?
    label: 'Colored machine segmentation output: extended file name'
    doc: 'How OTB writes the file: what stands behind the ? of an extended file name, for instance &gdal:co:COMPRESS=DEFLATE&streaming:type=none'
    wps:pattern: (&[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
outputs:
  outgt:
    type: File?
    label: Colored ground truth output
    doc: The colored ground truth output image.
    secondaryFiles: ['.aux.xml?', '^.geom?']
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    outputBinding:
      glob: $(inputs["outgt_name"])
  outms:
    type: File?
    label: Colored machine segmentation output
    doc: The colored machine segmentation output image.
    secondaryFiles: ['.aux.xml?', '^.geom?']
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    outputBinding:
      glob: $(inputs["outms_name"])
  rc:
    type: double?
    label: Correct detection score
    doc: Overall score for correct detection (RC)
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printedNumber(self[0].contents, "rc"))
  rf:
    type: double?
    label: Over-segmentation score
    doc: Overall score for over segmentation (RF)
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printedNumber(self[0].contents, "rf"))
  ra:
    type: double?
    label: Under-segmentation score
    doc: Overall score for under segmentation (RA)
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printedNumber(self[0].contents, "ra"))
  rm:
    type: double?
    label: Missed detection score
    doc: Overall score for missed detection (RM)
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printedNumber(self[0].contents, "rm"))
stdout: otb-printed.txt

# Written by `wps-cwl otb generate` from OTB 8.1.1; changes get lost.
cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  wps: https://w3id.org/wps-cwl#
label: ComputeConfusionMatrix
doc: |-
  Computes the confusion matrix of a classification

  This application computes the confusion matrix of a classification map relative to a ground truth dataset. The ground truth can be provided as either a raster or a vector data. Only reference and produced pixels with values different from NoData are handled in the calculation of the confusion matrix. The confusion matrix is organized the following way: rows = reference labels, columns = produced labels. In the header of the output file, the reference and produced class labels are ordered according to the rows/columns of the confusion matrix.
wps:version: 8.1.1
wps:keywords: [Orfeo ToolBox, Learning]
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
baseCommand: [otbcli_ComputeConfusionMatrix]
arguments:
- prefix: -ram
  valueFrom: $(Math.floor(runtime.ram / 2))
inputs:
  in:
    type: File
    label: Input Image
    doc: The input classification image.
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
    default: out.csv
    label: 'Matrix output: file name'
    doc: What the file of the output out is called; the extension decides its format.
    wps:pattern: (?!otb-printed|cwl\.output)[A-Za-z0-9][A-Za-z0-9_.-]*
    wps:fileNameOf: out
    inputBinding:
      prefix: -out
  format:
    type:
    - 'null'
    - type: enum
      symbols: [confusionmatrix, contingencytable]
    label: set the output format to contingency table or confusion matrix
    doc: |-
      Choice of the output format as a contingency table for unsupervised algorithmsor confusion matrix for supervised ones.

      - confusionmatrix: Choice of a confusion matrix as output.
      - contingencytable: Choice of a contingency table as output.
    wps:toolDefault: confusionmatrix
    inputBinding:
      prefix: -format
  ref:
    type:
    - 'null'
    - type: enum
      symbols: [raster, vector]
    label: Ground truth
    doc: |-
      Choice of ground truth format

      - raster: Ground truth as a raster image
      - vector: Ground truth as a vector data file
    wps:toolDefault: raster
    inputBinding:
      prefix: -ref
  ref.raster.in:
    type: File?
    label: Input reference image
    doc: Input image containing the ground truth labels
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    wps:when: ref = raster
    wps:requiredWhen: ref = raster
    inputBinding:
      prefix: -ref.raster.in
      valueFrom: '$(image(self) + (inputs["ref.raster.in_options"] ? "?" + inputs["ref.raster.in_options"] : ""))'
  ref.raster.in_options:
    type: string?
    label: 'Input reference image: extended file name'
    doc: 'How OTB reads the file: what stands behind the ? of an extended file name, for instance &bands=1,2&skipcarto=true'
    wps:pattern: (&(?!resol=)[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
    wps:when: ref = raster
  ref.raster.nodata:
    type: int?
    label: Value for nodata pixels in the reference raster
    doc: Label to be treated as nodata in the reference raster.
    wps:toolDefault: 0
    wps:when: ref = raster
    inputBinding:
      prefix: -ref.raster.nodata
  ref.vector.in:
    type: File?
    label: Input reference vector data
    doc: Input vector data of the ground truth
    wps:mediaTypes: [application/geo+json, application/gml+xml, application/geopackage+sqlite3, application/vnd.google-earth.kml+xml,
      application/x-esri-shape, application/vnd.sqlite3]
    secondaryFiles: ['^.shx?', '^.dbf?', '^.prj?', '^.cpg?']
    wps:when: ref = vector
    wps:requiredWhen: ref = vector
    inputBinding:
      prefix: -ref.vector.in
  ref.vector.field:
    type: string?
    label: Field name
    doc: Field name containing the label values
    wps:pattern: (?!\s*-+[A-Za-z])[\s\S]*\S[\s\S]*
    wps:when: ref = vector
    wps:requiredWhen: ref = vector
    inputBinding:
      prefix: -ref.vector.field
  ref.vector.nodata:
    type: int?
    label: Value for nodata pixels in the reference vector
    doc: Label to be treated as nodata in the reference vector. Please note that this value is always used in vector
      mode, to generate default values. Please set it to a value that does not correspond to a class label.
    wps:toolDefault: 0
    wps:when: ref = vector
    inputBinding:
      prefix: -ref.vector.nodata
  nodatalabel:
    type: int?
    label: Value for nodata pixels in the input image
    doc: Label to be treated as nodata in the input image
    wps:toolDefault: 0
    inputBinding:
      prefix: -nodatalabel
outputs:
  out:
    type: File
    label: Matrix output
    doc: Filename to store the output matrix (csv format)
    wps:mediaTypes: [text/csv]
    outputBinding:
      glob: $(inputs["out_name"])

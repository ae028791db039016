# Written by `wps-cwl otb generate` from OTB 8.1.1; changes get lost.
cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  wps: https://w3id.org/wps-cwl#
label: ZonalStatistics
doc: |-
  This application computes zonal statistics

  This application computes zonal statistics from label image, or vector data. The application inputs one input multiband image, and another input for zones definition. Zones can be defined with a label image (inzone.labelimage.in) or a vector data layer (inzone.vector.in). The following statistics are computed over each zones: mean, min, max, and standard deviation. Statistics can be exported in a vector layer (if the input zone definition is a label image, it will be vectorized) or in a XML file

  Limitations: 1) The inzone.vector.in must fit in memory (if "inzone" is "vector"). 2) The vectorized label image must also fit in memory (if "out" is "vector"): if not, consider using "out" to "xml"

  See also: ComputeImagesStatistics
wps:version: 8.1.1
wps:keywords: [Orfeo ToolBox, Image Manipulation, Image Analysis]
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
baseCommand: [otbcli_ZonalStatistics]
arguments:
- prefix: -ram
  valueFrom: $(Math.floor(runtime.ram / 2))
inputs:
  in:
    type: File
    label: Input Image
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
  inbv:
    type: float?
    label: Background value to ignore in statistics computation
    inputBinding:
      prefix: -inbv
  inzone:
    type:
    - 'null'
    - type: enum
      symbols: [vector, labelimage]
    label: Type of input for the zone definitions
    doc: |-
      - vector: Input objects from vector data
      - labelimage: Input objects from label image
    wps:toolDefault: vector
    inputBinding:
      prefix: -inzone
  inzone.vector.in:
    type: File?
    label: Input vector data
    wps:mediaTypes: [application/geo+json, application/gml+xml, application/geopackage+sqlite3, application/vnd.google-earth.kml+xml,
      application/x-esri-shape, application/vnd.sqlite3]
    secondaryFiles: ['^.shx?', '^.dbf?', '^.prj?', '^.cpg?']
    wps:when: inzone = vector
    wps:requiredWhen: inzone = vector
    inputBinding:
      prefix: -inzone.vector.in
  inzone.vector.reproject:
    type: boolean?
    label: Reproject the input vector
    wps:toolDefault: false
    wps:when: inzone = vector
    inputBinding:
      prefix: -inzone.vector.reproject
      valueFrom: '$(self ? "true" : "false")'
  inzone.labelimage.in:
    type: File?
    label: Input label image
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    wps:when: inzone = labelimage
    wps:requiredWhen: inzone = labelimage
    inputBinding:
      prefix: -inzone.labelimage.in
      valueFrom: '$(image(self) + (inputs["inzone.labelimage.in_options"] ? "?" + inputs["inzone.labelimage.in_options"]
        : ""))'
  inzone.labelimage.in_options:
    type: string?
    label: 'Input label image: extended file name'
    doc: 'How OTB reads the file: what stands behind the ? of an extended file name, for instance &bands=1,2&skipcarto=true'
    wps:pattern: (&(?!resol=)[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
    wps:when: inzone = labelimage
  inzone.labelimage.nodata:
    type: int?
    label: No-data value for the input label image
    wps:when: inzone = labelimage
    inputBinding:
      prefix: -inzone.labelimage.nodata
  out:
    type:
    - 'null'
    - type: enum
      symbols: [vector, xml, raster]
    label: Format of the output stats
    doc: |-
      - vector: Output vector data
      - xml: Output XML file
      - raster: Output raster image
    wps:toolDefault: vector
    inputBinding:
      prefix: -out
  out.vector.filename_name:
    type: string
    default: out.vector.filename.gpkg
    label: 'Filename for the output vector data: file name'
    doc: What the file of the output out.vector.filename is called; the extension decides its format.
    wps:pattern: (?!otb-printed|cwl\.output)[A-Za-z0-9][A-Za-z0-9_.-]*
    wps:fileNameOf: out.vector.filename
    wps:when: out = vector
    inputBinding:
      prefix: -out.vector.filename
      valueFrom: '$((inputs["out"] || "vector") == "vector" ? self : null)'
  out.xml.filename_name:
    type: string
    default: out.xml.filename.xml
    label: 'Filename for the output xml file: file name'
    doc: What the file of the output out.xml.filename is called; the extension decides its format.
    wps:pattern: (?!otb-printed|cwl\.output)[A-Za-z0-9][A-Za-z0-9_.-]*
    wps:fileNameOf: out.xml.filename
    wps:when: out = xml
    inputBinding:
      prefix: -out.xml.filename
      valueFrom: '$((inputs["out"] || "vector") == "xml" ? self : null)'
  out.raster.filename_name:
    type: string
    default: out.raster.filename.tif
    label: 'File name for the raster image: file name'
    doc: What the file of the output out.raster.filename is called; the extension decides its format.
    wps:pattern: (?!otb-printed|cwl\.output)[A-Za-z0-9][A-Za-z0-9_.-]*
    wps:fileNameOf: out.raster.filename
    wps:when: out = raster
    inputBinding:
      prefix: -out.raster.filename
      valueFrom: '$((inputs["out"] || "vector") == "raster" ? [self + (inputs["out.raster.filename_options"] ? "?"
        + inputs["out.raster.filename_options"] : "")].concat(inputs["out.raster.filename_pixel"] || []) : null)'
  out.raster.filename_pixel:
    type:
    - 'null'
    - type: enum
      symbols: [uint8, uint16, int16, uint32, int32, float, double, cint16, cint32, cfloat, cdouble]
    label: 'File name for the raster image: pixel type'
    doc: The type of the pixels of the output out.raster.filename.
    wps:toolDefault: float
    wps:when: out = raster
  out.raster.filename_options:
    type: string?
    label: 'File name for the raster image: extended file name'
    doc: 'How OTB writes the file: what stands behind the ? of an extended file name, for instance &gdal:co:COMPRESS=DEFLATE&streaming:type=none'
    wps:pattern: (&[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
    wps:when: out = raster
  out.raster.bv:
    type: float?
    label: Background value for the output raster
    wps:when: out = raster
    inputBinding:
      prefix: -out.raster.bv
outputs:
  out.vector.filename:
    type: File?
    label: Filename for the output vector data
    secondaryFiles: ['^.shx?', '^.dbf?', '^.prj?', '^.cpg?']
    wps:mediaTypes: [application/geopackage+sqlite3, application/geo+json, application/gml+xml, application/vnd.google-earth.kml+xml,
      application/x-esri-shape, application/vnd.sqlite3]
    outputBinding:
      glob: $(inputs["out.vector.filename_name"])
  out.xml.filename:
    type: File?
    label: Filename for the output xml file
    wps:mediaTypes: [application/xml]
    outputBinding:
      glob: $(inputs["out.xml.filename_name"])
  out.raster.filename:
    type: File?
    label: File name for the raster image
    secondaryFiles: ['.aux.xml?', '^.geom?']
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    outputBinding:
      glob: $(inputs["out.raster.filename_name"])

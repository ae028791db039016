# Written by `wps-cwl otb generate` from OTB 8.1.1; changes get lost.
cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  wps: https://w3id.org/wps-cwl#
label: ReadImageInfo
doc: |-
  Get information about the image

  Display information about the input image like: image size, origin, spacing, metadata, projections...
wps:version: 8.1.1
wps:keywords: [Orfeo ToolBox, Image Manipulation, Utilities, Image MetaData]
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
baseCommand: [otbcli_ReadImageInfo]
arguments: []
inputs:
  in:
    type: File
    label: Input Image
    doc: Input image to analyse
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
  imagemetadata:
    type: boolean?
    label: Display the image metadata
    doc: Output the image metadata. It contains metadata information (sensor model, geometry ). Information is stored
      as pairs of key/value.
    wps:toolDefault: false
    inputBinding:
      prefix: -imagemetadata
      valueFrom: '$(self ? "true" : "false")'
  outgeom_name:
    type: string?
    label: 'Write the image metadata to a geom file: file name'
    doc: What the file of the output outgeom is called; the extension decides its format. Without a name, and when
      nobody asks for the output, it is not written.
    wps:pattern: (?!otb-printed|cwl\.output)[A-Za-z0-9][A-Za-z0-9_.-]*
    wps:fileNameOf: outgeom
    inputBinding:
      prefix: -outgeom
outputs:
  outgeom:
    type: File?
    label: Write the image metadata to a geom file
    doc: This option allows extracting the image metadata of the image into a geom file.
    wps:mediaTypes: [text/plain]
    outputBinding:
      glob: $(inputs["outgeom_name"])
  indexx:
    type: int?
    label: Start index X
    doc: X start index
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printedNumber(self[0].contents, "indexx"))
  indexy:
    type: int?
    label: Start index Y
    doc: Y start index
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printedNumber(self[0].contents, "indexy"))
  sizex:
    type: int?
    label: Size X
    doc: X size (in pixels)
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printedNumber(self[0].contents, "sizex"))
  sizey:
    type: int?
    label: Size Y
    doc: Y size (in pixels)
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printedNumber(self[0].contents, "sizey"))
  spacingx:
    type: double?
    label: Pixel Size X
    doc: Pixel size along X (in physical units)
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printedNumber(self[0].contents, "spacingx"))
  spacingy:
    type: double?
    label: Pixel Size Y
    doc: Pixel size along Y (in physical units)
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printedNumber(self[0].contents, "spacingy"))
  originx:
    type: double?
    label: Image Origin X
    doc: Origin along X
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printedNumber(self[0].contents, "originx"))
  originy:
    type: double?
    label: Image Origin Y
    doc: Origin along Y
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printedNumber(self[0].contents, "originy"))
  estimatedgroundspacingx:
    type: double?
    label: Estimated ground spacing X
    doc: Estimated ground spacing along X (in meters).
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printedNumber(self[0].contents, "estimatedgroundspacingx"))
  estimatedgroundspacingy:
    type: double?
    label: Estimated ground spacing Y
    doc: Estimated ground spacing along Y (in meters).
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printedNumber(self[0].contents, "estimatedgroundspacingy"))
  numberbands:
    type: int?
    label: Number Of Bands
    doc: Number of bands
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printedNumber(self[0].contents, "numberbands"))
  datatype:
    type: string?
    label: Data type
    doc: Data type
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printed(self[0].contents, "datatype"))
  sensor:
    type: string?
    label: Sensor id
    doc: Sensor identifier
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printed(self[0].contents, "sensor"))
  id:
    type: string?
    label: Image id
    doc: Image identifier
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printed(self[0].contents, "id"))
  time:
    type: string?
    label: Acquisition time
    doc: Acquisition time.
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printed(self[0].contents, "time"))
  ullat:
    type: double?
    label: Upper left latitude
    doc: Latitude of the upper left corner.
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printedNumber(self[0].contents, "ullat"))
  ullon:
    type: double?
    label: Upper left longitude
    doc: Longitude of the upper left corner.
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printedNumber(self[0].contents, "ullon"))
  urlat:
    type: double?
    label: Upper right latitude
    doc: Latitude of the upper right corner.
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printedNumber(self[0].contents, "urlat"))
  urlon:
    type: double?
    label: Upper right longitude
    doc: Longitude of the upper right corner.
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printedNumber(self[0].contents, "urlon"))
  lrlat:
    type: double?
    label: Lower right latitude
    doc: Latitude of the lower right corner.
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printedNumber(self[0].contents, "lrlat"))
  lrlon:
    type: double?
    label: Lower right longitude
    doc: Longitude of the lower right corner.
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printedNumber(self[0].contents, "lrlon"))
  lllat:
    type: double?
    label: Lower left latitude
    doc: Latitude of the lower left corner.
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printedNumber(self[0].contents, "lllat"))
  lllon:
    type: double?
    label: Lower left longitude
    doc: Longitude of the lower left corner.
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printedNumber(self[0].contents, "lllon"))
  town:
    type: string?
    label: Nearest town
    doc: Main town near center of image
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printed(self[0].contents, "town"))
  country:
    type: string?
    label: Country
    doc: Country of the image
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printed(self[0].contents, "country"))
  rgb.r:
    type: int?
    label: Red Band
    doc: Red band Number
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printedNumber(self[0].contents, "rgb.r"))
  rgb.g:
    type: int?
    label: Green Band
    doc: Green band Number
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printedNumber(self[0].contents, "rgb.g"))
  rgb.b:
    type: int?
    label: Blue Band
    doc: Blue band Number
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printedNumber(self[0].contents, "rgb.b"))
  projectionref:
    type: string?
    label: Projection
    doc: Projection Coordinate System
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printed(self[0].contents, "projectionref"))
  gcp.count:
    type: int?
    label: GCPs Number
    doc: Number of GCPs
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printedNumber(self[0].contents, "gcp.count"))
  gcp.proj:
    type: string?
    label: GCP Projection
    doc: Projection Coordinate System for GCPs
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printed(self[0].contents, "gcp.proj"))
  gcp.ids:
    type: string?
    label: GCPs Id
    doc: GCPs identifier
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printed(self[0].contents, "gcp.ids"))
  gcp.info:
    type: string?
    label: GCPs Info
    doc: GCPs Information
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printed(self[0].contents, "gcp.info"))
  gcp.imcoord:
    type: string?
    label: GCPs Image Coordinates
    doc: GCPs Image coordinates
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printed(self[0].contents, "gcp.imcoord"))
  gcp.geocoord:
    type: string?
    label: GCPs Geographic Coordinates
    doc: GCPs Geographic Coordinates
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printed(self[0].contents, "gcp.geocoord"))
  metadata:
    type: string?
    label: Metadata
    doc: Image metadata
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printed(self[0].contents, "metadata"))
stdout: otb-printed.txt

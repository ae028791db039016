# Written by `wps-cwl otb generate` from OTB 8.1.1; changes get lost.
cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  wps: https://w3id.org/wps-cwl#
label: ConvertSensorToGeoPoint
doc: |-
  Sensor to geographic coordinates conversion.

  This Application converts a sensor point of an input image to a geographic point using the Forward Sensor Model of the input image.

  See also: ConvertCartoToGeoPoint application, otbObtainUTMZoneFromGeoPoint
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
baseCommand: [otbcli_ConvertSensorToGeoPoint]
arguments: []
inputs:
  in:
    type: File
    label: Sensor image
    doc: Input sensor image.
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    inputBinding:
      prefix: -in
      valueFrom: '$(image(self) + (inputs["in_options"] ? "?" + inputs["in_options"] : ""))'
  in_options:
    type: string?
    label: 'Sensor image: extended file name'
    doc: 'How OTB reads the file: what stands behind the ? of an extended file name, for instance &bands=1,2&skipcarto=true'
    wps:pattern: (&(?!resol=)[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  input.idx:
    type: float?
    label: 'Point Coordinates: X value of desired point'
    doc: X coordinate of the point to transform.
    wps:toolDefault: 0
    inputBinding:
      prefix: -input.idx
  input.idy:
    type: float?
    label: 'Point Coordinates: Y value of desired point'
    doc: Y coordinate of the point to transform.
    wps:toolDefault: 0
    inputBinding:
      prefix: -input.idy
outputs:
  output.idx:
    type: double?
    label: Output Point Longitude
    doc: Output point longitude coordinate.
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printedNumber(self[0].contents, "output.idx"))
  output.idy:
    type: double?
    label: Output Point Latitude
    doc: Output point latitude coordinate.
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printedNumber(self[0].contents, "output.idy"))
  output.town:
    type: string?
    label: Main town near the coordinates computed
    doc: Nearest main town of the computed geographic point.
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printed(self[0].contents, "output.town"))
  output.country:
    type: string?
    label: Country of the image
    doc: Country of the input image
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printed(self[0].contents, "output.country"))
stdout: otb-printed.txt

# Written by `wps-cwl otb generate` from OTB 8.1.1; changes get lost.
cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  wps: https://w3id.org/wps-cwl#
label: ConvertCartoToGeoPoint
doc: |-
  Convert cartographic coordinates to geographic ones.

  This application computes the geographic coordinates from cartographic ones. User has to give the X and Y coordinate and the cartographic projection (see mapproj parameter for details).
wps:version: 8.1.1
wps:keywords: [Orfeo ToolBox, Geometry, Coordinates]
wps:progress: terminal
wps:lastStage: Writing
requirements:
  InlineJavascriptRequirement:
    expressionLib:
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
baseCommand: [otbcli_ConvertCartoToGeoPoint]
arguments: []
inputs:
  carto.x:
    type: float
    label: 'Input cartographic coordinates: X cartographic coordinates'
    doc: X cartographic coordinates in the projection defined by mapproj parameter
    inputBinding:
      prefix: -carto.x
  carto.y:
    type: float
    label: 'Input cartographic coordinates: Y cartographic coordinates'
    doc: Y cartographic coordinates in the projection defined by mapproj parameter
    inputBinding:
      prefix: -carto.y
  mapproj:
    type:
    - 'null'
    - type: enum
      symbols: [utm, lambert2, lambert93, wgs, epsg]
    label: Map Projection
    doc: |-
      Defines the map projection to be used.

      - utm: Universal Trans-Mercator (UTM): A system of transverse mercator projections dividing the surface of Earth between 80S and 84N latitude.
      - lambert2: Lambert II Etendu: This is a Lambert Conformal Conic projection mainly used in France.
      - lambert93: Lambert93: This is a Lambert 93 projection mainly used in France.
      - wgs: WGS 84: This is a Geographical projection
      - epsg: EPSG Code: This code is a generic way of identifying map projections, and allows specifying a large amount of them. See www.spatialreference.org to find which EPSG code is associated to your projection;
    wps:toolDefault: utm
    inputBinding:
      prefix: -mapproj
  mapproj.utm.zone:
    type: int?
    label: Zone number
    doc: The zone number ranges from 1 to 60 and allows defining the transverse mercator projection (along with
      the hemisphere)
    wps:minimum: 1
    wps:toolDefault: 31
    wps:when: mapproj = utm
    inputBinding:
      prefix: -mapproj.utm.zone
  mapproj.utm.northhem:
    type: boolean?
    label: Northern Hemisphere
    doc: The transverse mercator projections are defined by their zone number as well as the hemisphere. Activate
      this parameter if your image is in the northern hemisphere.
    wps:toolDefault: false
    wps:when: mapproj = utm
    inputBinding:
      prefix: -mapproj.utm.northhem
      valueFrom: '$(self ? "true" : "false")'
  mapproj.epsg.code:
    type: int?
    label: EPSG Code
    doc: See www.spatialreference.org to find which EPSG code is associated to your projection
    wps:toolDefault: 4326
    wps:when: mapproj = epsg
    inputBinding:
      prefix: -mapproj.epsg.code
outputs:
  long:
    type: double?
    label: Output long
    doc: Point longitude coordinates in decimal degrees.
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printedNumber(self[0].contents, "long"))
  lat:
    type: double?
    label: Output lat
    doc: Point latitude coordinates in decimal degrees.
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printedNumber(self[0].contents, "lat"))
stdout: otb-printed.txt

# Written by `wps-cwl otb generate` from OTB 8.1.1; changes get lost.
cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  wps: https://w3id.org/wps-cwl#
label: VectorDataTransform
doc: |-
  Apply a transform to each vertex of the input VectorData

  This application iterates over each vertex in the input vector data file and performs a transformation on this vertex.

  It is the equivalent of [1] that transforms images. For instance, if you extract the envelope of an image with [2], and you transform this image with [1], you may want to use this application to operate the same transform on the envelope.

  The applied transformation is a 2D similarity. It manages translation, rotation, scaling, and can be centered or not. Note that the support image is used to define the reference coordinate system in which the transform is applied. For instance the input vector data can have WGS84 coordinates, the support image is in UTM, so a translation of 1 pixel along X corresponds to the X pixel size of the input image along the X axis of the UTM coordinates frame. This image can also be in sensor geometry.

  See also: [1] RigidTransformResample
  [2] ImageEnvelope
wps:version: 8.1.1
wps:keywords: [Orfeo ToolBox, Vector Data Manipulation]
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
baseCommand: [otbcli_VectorDataTransform]
arguments: []
inputs:
  vd:
    type: File
    label: Input Vector data
    doc: Input vector data file to transform
    wps:mediaTypes: [application/geo+json, application/gml+xml, application/geopackage+sqlite3, application/vnd.google-earth.kml+xml,
      application/x-esri-shape, application/vnd.sqlite3]
    secondaryFiles: ['^.shx?', '^.dbf?', '^.prj?', '^.cpg?']
    inputBinding:
      prefix: -vd
  out_name:
    type: string
    default: out.gpkg
    label: 'Output Vector data: file name'
    doc: What the file of the output out is called; the extension decides its format.
    wps:pattern: (?!otb-printed|cwl\.output)[A-Za-z0-9][A-Za-z0-9_.-]*
    wps:fileNameOf: out
    inputBinding:
      prefix: -out
  in:
    type: File
    label: Support image
    doc: Image defining the reference coordinate system in which the transform is applied. Both projected and sensor
      images are supported.
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    inputBinding:
      prefix: -in
      valueFrom: '$(image(self) + (inputs["in_options"] ? "?" + inputs["in_options"] : ""))'
  in_options:
    type: string?
    label: 'Support image: extended file name'
    doc: 'How OTB reads the file: what stands behind the ? of an extended file name, for instance &bands=1,2&skipcarto=true'
    wps:pattern: (&(?!resol=)[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  transform.tx:
    type: float?
    label: 'Transform parameters: X Translation'
    doc: Translation in the X direction (in pixels)
    wps:toolDefault: 0
    inputBinding:
      prefix: -transform.tx
  transform.ty:
    type: float?
    label: 'Transform parameters: Y Translation'
    doc: Translation in the Y direction (in pixels)
    wps:toolDefault: 0
    inputBinding:
      prefix: -transform.ty
  transform.ro:
    type: float?
    label: 'Transform parameters: Rotation Angle'
    doc: Angle of the rotation (in degrees)
    wps:toolDefault: 0
    inputBinding:
      prefix: -transform.ro
  transform.centerx:
    type: float?
    label: 'Transform parameters: Center X'
    doc: X coordinate of the rotation and scaling center (in physical units)
    wps:toolDefault: 0
    inputBinding:
      prefix: -transform.centerx
  transform.centery:
    type: float?
    label: 'Transform parameters: Center Y'
    doc: Y coordinate of the rotation and scaling center (in physical units)
    wps:toolDefault: 0
    inputBinding:
      prefix: -transform.centery
  transform.scale:
    type: float?
    label: 'Transform parameters: Scale'
    doc: The scale coefficient to apply
    wps:toolDefault: 1
    inputBinding:
      prefix: -transform.scale
outputs:
  out:
    type: File
    label: Output Vector data
    doc: Output vector data with
    secondaryFiles: ['^.shx?', '^.dbf?', '^.prj?', '^.cpg?']
    wps:mediaTypes: [application/geopackage+sqlite3, application/geo+json, application/gml+xml, application/vnd.google-earth.kml+xml,
      application/x-esri-shape, application/vnd.sqlite3]
    outputBinding:
      glob: $(inputs["out_name"])

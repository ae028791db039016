# Written by `wps-cwl otb generate` from OTB 8.1.1; changes get lost.
cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  wps: https://w3id.org/wps-cwl#
label: Rasterization
doc: |-
  Reproject and rasterize a vector dataset

  Reproject and rasterize a vector dataset. The grid of the rasterized output can be set by using a reference image, or by setting all parameters (origin, size, spacing) by hand. In the latter case, at least the spacing (ground sampling distance) is needed (other parameters are computed automatically). The rasterized output can also be in a different projection reference system than the input dataset.

  There are two rasterize mode available in the application. The first is the binary mode: it allows rendering all pixels belonging to a geometry of the input dataset in the foreground color, while rendering the other in background color. The second one allows rendering pixels belonging to a geometry with respect to an attribute of this geometry. The field of the attribute to render can be set by the user. In the second mode, the background value is still used for unassociated pixels.

  See also: For now, support of input dataset with multiple layers having different projection reference system is limited.
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
baseCommand: [otbcli_Rasterization]
arguments:
- prefix: -ram
  valueFrom: $(Math.floor(runtime.ram / 2))
inputs:
  in:
    type: File
    label: Input vector dataset
    doc: The input vector dataset to be rasterized
    wps:mediaTypes: [application/geo+json, application/gml+xml, application/geopackage+sqlite3, application/vnd.google-earth.kml+xml,
      application/x-esri-shape, application/vnd.sqlite3]
    secondaryFiles: ['^.shx?', '^.dbf?', '^.prj?', '^.cpg?']
    inputBinding:
      prefix: -in
  out_name:
    type: string
    default: out.tif
    label: 'Output image: file name'
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
    label: 'Output image: pixel type'
    doc: The type of the pixels of the output out.
    wps:toolDefault: float
  out_options:
    type: string?
    label: 'Output image: extended file name'
    doc: 'How OTB writes the file: what stands behind the ? of an extended file name, for instance &gdal:co:COMPRESS=DEFLATE&streaming:type=none'
    wps:pattern: (&[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  im:
    type: File?
    label: Input reference image
    doc: A reference image from which to import output grid and projection reference system information.
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    inputBinding:
      prefix: -im
      valueFrom: '$(image(self) + (inputs["im_options"] ? "?" + inputs["im_options"] : ""))'
  im_options:
    type: string?
    label: 'Input reference image: extended file name'
    doc: 'How OTB reads the file: what stands behind the ? of an extended file name, for instance &bands=1,2&skipcarto=true'
    wps:pattern: (&(?!resol=)[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  szx:
    type: int?
    label: Output size x
    doc: Output size along x axis (useless if support image is given)
    wps:minimum: 1
    inputBinding:
      prefix: -szx
  szy:
    type: int?
    label: Output size y
    doc: Output size along y axis (useless if support image is given)
    wps:minimum: 1
    inputBinding:
      prefix: -szy
  epsg:
    type: int?
    label: Output EPSG code
    doc: EPSG code for the output projection reference system (EPSG 4326 for WGS84, 32631 for UTM31N...,useless
      if support image is given)
    inputBinding:
      prefix: -epsg
  orx:
    type: float?
    label: Output Upper-left x
    doc: Output upper-left corner x coordinate (useless if support image is given)
    inputBinding:
      prefix: -orx
  ory:
    type: float?
    label: Output Upper-left y
    doc: Output upper-left corner y coordinate (useless if support image is given)
    inputBinding:
      prefix: -ory
  spx:
    type: float?
    label: Spacing (GSD) x
    doc: Spacing (ground sampling distance) along x axis (useless if support image is given)
    inputBinding:
      prefix: -spx
  spy:
    type: float?
    label: Spacing (GSD) y
    doc: Spacing (ground sampling distance) along y axis (useless if support image is given)
    inputBinding:
      prefix: -spy
  background:
    type: float?
    label: Background value
    doc: Default value for pixels not belonging to any geometry
    wps:toolDefault: 0
    inputBinding:
      prefix: -background
  mode:
    type:
    - 'null'
    - type: enum
      symbols: [binary, attribute]
    label: Rasterization mode
    doc: |-
      Choice of rasterization modes

      - binary: Binary mode: In this mode, pixels within a geometry will hold the user-defined foreground value
      - attribute: Attribute burning mode: In this mode, pixels within a geometry will hold the value of a user-defined field extracted from this geometry.
    wps:toolDefault: binary
    inputBinding:
      prefix: -mode
  mode.binary.foreground:
    type: float?
    label: Foreground value
    doc: Value for pixels inside a geometry
    wps:toolDefault: 255
    wps:when: mode = binary
    inputBinding:
      prefix: -mode.binary.foreground
  mode.attribute.field:
    type: string?
    label: The attribute field to burn
    doc: Name of the attribute field to burn
    wps:pattern: (?!\s*-+[A-Za-z])[\s\S]*\S[\s\S]*
    wps:toolDefault: DN
    wps:when: mode = attribute
    inputBinding:
      prefix: -mode.attribute.field
outputs:
  out:
    type: File
    label: Output image
    doc: An output image containing the rasterized vector dataset
    secondaryFiles: ['.aux.xml?', '^.geom?']
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    outputBinding:
      glob: $(inputs["out_name"])

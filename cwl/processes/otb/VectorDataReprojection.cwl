# Written by `wps-cwl otb generate` from OTB 8.1.1; changes get lost.
cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  wps: https://w3id.org/wps-cwl#
label: VectorDataReprojection
doc: |-
  Reproject a vector data using support image projection reference, or a user specified map projection

  Reproject vector data using a support image as projection reference or to a user given map projection.  If given an image keywordlist can be added to the reprojected vectordata.
wps:version: 8.1.1
wps:keywords: [Orfeo ToolBox, Vector Data Manipulation, Geometry, Coordinates]
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
baseCommand:
- sh
- -c
- |-
  set -eu
  images=" -in.kwl -out.proj.image.in -elev.dem -elev.geoid "
  needed=no
  for word; do
    if [ -d "$word" ]; then needed=yes; fi
  done
  if [ $needed = no ]; then exec "$0" "$@"; fi
  copy() {
    case ${1%%\?*} in *.[rR][aA][dD]) return 1 ;; esac  # OTB's own format, which names other files
    otbcli_ExtractROI -in "$1" -out "$2?&gdal:co:BIGTIFF=IF_SAFER" double >&2
  }
  mkdir .images
  count=0
  key=
  for word; do
    shift
    case $word in -[a-z]* | -[0-9]*[a-z]*) key=$word ;; esac
    case $images in *" $key "*)
      if [ -f "${word%%\?*}" ]; then
        count=$((count + 1))
        copy "$word" .images/$count.tif
        word=.images/$count.tif
      elif [ -d "$word" ]; then
        count=$((count + 1))
        mkdir .images/$count
        part=0
        for file in "$word"/*; do
          part=$((part + 1))
          copy "$file" .images/$count/$part.tif || echo "$file is no image" >&2
        done
        word=.images/$count
      fi ;;
    esac
    set -- "$@" "$word"
  done
  GDAL_SKIP=${GDAL_SKIP#VRT } exec "$0" "$@"
- otbcli_VectorDataReprojection
arguments: []
inputs:
  in.vd:
    type: File
    label: 'Input data: Input vector data'
    doc: The input vector data to reproject
    wps:mediaTypes: [application/geo+json, application/gml+xml, application/geopackage+sqlite3, application/vnd.google-earth.kml+xml,
      application/x-esri-shape, application/vnd.sqlite3]
    secondaryFiles: ['^.shx?', '^.dbf?', '^.prj?', '^.cpg?']
    inputBinding:
      prefix: -in.vd
  in.kwl:
    type: File?
    label: 'Input data: Use image keywords list'
    doc: Optional input image to fill vector data with image metadata.
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    inputBinding:
      prefix: -in.kwl
      valueFrom: '$(image(self) + (inputs["in.kwl_options"] ? "?" + inputs["in.kwl_options"] : ""))'
  in.kwl_options:
    type: string?
    label: 'Input data: Use image keywords list: extended file name'
    doc: 'How OTB reads the file: what stands behind the ? of an extended file name, for instance &bands=1,2&skipcarto=true'
    wps:pattern: (&(?!resol=)[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  out.vd_name:
    type: string
    default: out.vd.gpkg
    label: 'Output data: Output vector data: file name'
    doc: What the file of the output out.vd is called; the extension decides its format.
    wps:pattern: (?!otb-printed|cwl\.output)[A-Za-z0-9][A-Za-z0-9_.-]*
    wps:fileNameOf: out.vd
    inputBinding:
      prefix: -out.vd
  out.proj:
    type:
    - 'null'
    - type: enum
      symbols: [image, user]
    label: 'Output data: Output Projection choice'
    doc: |-
      - image: Use image projection ref: Vector data will be reprojected in image projection ref.
      - user: User defined projection
    wps:toolDefault: image
    inputBinding:
      prefix: -out.proj
  out.proj.image.in:
    type: File?
    label: 'Output data: Image used to get projection map'
    doc: Projection map will be found using image metadata
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    wps:when: out.proj = image
    wps:requiredWhen: out.proj = image
    inputBinding:
      prefix: -out.proj.image.in
      valueFrom: '$(image(self) + (inputs["out.proj.image.in_options"] ? "?" + inputs["out.proj.image.in_options"]
        : ""))'
  out.proj.image.in_options:
    type: string?
    label: 'Output data: Image used to get projection map: extended file name'
    doc: 'How OTB reads the file: what stands behind the ? of an extended file name, for instance &bands=1,2&skipcarto=true'
    wps:pattern: (&(?!resol=)[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
    wps:when: out.proj = image
  out.proj.user.map:
    type:
    - 'null'
    - type: enum
      symbols: [utm, lambert2, lambert93, wgs, epsg]
    label: 'Output data: Map Projection'
    doc: |-
      Defines the map projection to be used.

      - utm: Universal Trans-Mercator (UTM): A system of transverse mercator projections dividing the surface of Earth between 80S and 84N latitude.
      - lambert2: Lambert II Etendu: This is a Lambert Conformal Conic projection mainly used in France.
      - lambert93: Lambert93: This is a Lambert 93 projection mainly used in France.
      - wgs: WGS 84: This is a Geographical projection
      - epsg: EPSG Code: This code is a generic way of identifying map projections, and allows specifying a large amount of them. See www.spatialreference.org to find which EPSG code is associated to your projection;
    wps:toolDefault: utm
    wps:when: out.proj = user
    inputBinding:
      prefix: -out.proj.user.map
  out.proj.user.map.utm.zone:
    type: int?
    label: 'Output data: Zone number'
    doc: The zone number ranges from 1 to 60 and allows defining the transverse mercator projection (along with
      the hemisphere)
    wps:minimum: 1
    wps:toolDefault: 31
    wps:when: [out.proj = user, out.proj.user.map = utm]
    inputBinding:
      prefix: -out.proj.user.map.utm.zone
  out.proj.user.map.utm.northhem:
    type: boolean?
    label: 'Output data: Northern Hemisphere'
    doc: The transverse mercator projections are defined by their zone number as well as the hemisphere. Activate
      this parameter if your image is in the northern hemisphere.
    wps:toolDefault: false
    wps:when: [out.proj = user, out.proj.user.map = utm]
    inputBinding:
      prefix: -out.proj.user.map.utm.northhem
      valueFrom: '$(self ? "true" : "false")'
  out.proj.user.map.epsg.code:
    type: int?
    label: 'Output data: EPSG Code'
    doc: See www.spatialreference.org to find which EPSG code is associated to your projection
    wps:toolDefault: 4326
    wps:when: [out.proj = user, out.proj.user.map = epsg]
    inputBinding:
      prefix: -out.proj.user.map.epsg.code
  elev.dem:
    type: Directory?
    label: 'Elevation management: DEM directory'
    doc: This parameter allows selecting a directory containing Digital Elevation Model files. Note that this directory
      should contain only DEM files. Unexpected behaviour might occurs if other images are found in this directory.
      Input DEM tiles should be in a raster format supported by GDAL.
    inputBinding:
      prefix: -elev.dem
  elev.geoid:
    type: File?
    label: 'Elevation management: Geoid File'
    doc: Use a geoid grid to get the height above the ellipsoid in case there is no DEM available, no coverage for
      some points or pixels with no_data in the DEM tiles. A version of the geoid can be found on the OTB website
      (egm96.grd and egm96.grd.hdr at https://gitlab.orfeo-toolbox.org/orfeotoolbox/otb/-/tree/master/Data/Input/DEM).
    wps:mediaTypes: [application/octet-stream]
    inputBinding:
      prefix: -elev.geoid
  elev.default:
    type: float?
    label: 'Elevation management: Default elevation'
    doc: This parameter allows setting the default height above ellipsoid when there is no DEM available, no coverage
      for some points or pixels with no_data in the DEM tiles, and no geoid file has been set. This is also used
      by some application as an average elevation value.
    wps:unit: m
    wps:toolDefault: 0
    inputBinding:
      prefix: -elev.default
outputs:
  out.vd:
    type: File
    label: 'Output data: Output vector data'
    doc: The reprojected vector data
    secondaryFiles: ['^.shx?', '^.dbf?', '^.prj?', '^.cpg?']
    wps:mediaTypes: [application/geopackage+sqlite3, application/gml+xml, application/x-esri-shape, application/vnd.sqlite3]
    outputBinding:
      glob: $(inputs["out.vd_name"])

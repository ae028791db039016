# Written by `wps-cwl otb generate` from OTB 8.1.1; changes get lost.
cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  wps: https://w3id.org/wps-cwl#
label: PolygonClassStatistics
doc: |-
  Computes statistics on a training polygon set.

  Process a set of geometries intended for training (they should have a field giving the associated class). The geometries are analyzed against a support image to compute statistics:

  * Number of samples per class
  * Number of samples per geometry

  An optional raster mask can be used to discard samples. Different types of geometry are supported: polygons, lines, points. The behaviour is different for each type of geometry:

  * Polygon: select pixels whose center is inside the polygon
  * Lines: select pixels intersecting the line
  * Points: select closest pixel to the point
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
baseCommand:
- sh
- -c
- |-
  set -eu
  images=" -in -mask -elev.dem -elev.geoid "
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
- otbcli_PolygonClassStatistics
arguments:
- prefix: -ram
  valueFrom: $(Math.floor(runtime.ram / 2))
inputs:
  in:
    type: File
    label: Input image
    doc: Support image that will be classified
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    inputBinding:
      prefix: -in
      valueFrom: '$(image(self) + (inputs["in_options"] ? "?" + inputs["in_options"] : ""))'
  in_options:
    type: string?
    label: 'Input image: extended file name'
    doc: 'How OTB reads the file: what stands behind the ? of an extended file name, for instance &bands=1,2&skipcarto=true'
    wps:pattern: (&(?!resol=)[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  mask:
    type: File?
    label: Input validity mask
    doc: Validity mask (only pixels corresponding to a mask value greater than 0 will be used for statistics)
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    inputBinding:
      prefix: -mask
      valueFrom: '$(image(self) + (inputs["mask_options"] ? "?" + inputs["mask_options"] : ""))'
  mask_options:
    type: string?
    label: 'Input validity mask: extended file name'
    doc: 'How OTB reads the file: what stands behind the ? of an extended file name, for instance &bands=1,2&skipcarto=true'
    wps:pattern: (&(?!resol=)[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  vec:
    type: File
    label: Input vectors
    doc: Input geometries to analyze
    wps:mediaTypes: [application/geo+json, application/gml+xml, application/geopackage+sqlite3, application/vnd.google-earth.kml+xml,
      application/x-esri-shape, application/vnd.sqlite3]
    secondaryFiles: ['^.shx?', '^.dbf?', '^.prj?', '^.cpg?']
    inputBinding:
      prefix: -vec
  out_name:
    type: string
    default: out.xml
    label: 'Output XML statistics file: file name'
    doc: What the file of the output out is called; the extension decides its format.
    wps:pattern: (?!otb-printed|cwl\.output)[A-Za-z0-9][A-Za-z0-9_.-]*
    wps:fileNameOf: out
    inputBinding:
      prefix: -out
  field:
    type: string
    label: Field Name
    doc: Name of the field carrying the class name in the input vectors.
    wps:pattern: (?!\s*-+[A-Za-z])[\s\S]*\S[\s\S]*
    inputBinding:
      prefix: -field
  layer:
    type: int?
    label: Layer Index
    doc: Layer index to read in the input vector file.
    wps:toolDefault: 0
    inputBinding:
      prefix: -layer
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
  out:
    type: File
    label: Output XML statistics file
    doc: Output file to store statistics (XML format)
    wps:mediaTypes: [application/xml]
    outputBinding:
      glob: $(inputs["out_name"])

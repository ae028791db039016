# Written by `wps-cwl otb generate` from OTB 8.1.1; changes get lost.
cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  wps: https://w3id.org/wps-cwl#
label: HomologousPointsExtraction
doc: |-
  Compute homologous points between images using keypoints

  This application computes homologous points between images using keypoints.  SIFT or SURF keypoints can be used and the band on which keypoints are computed can be set independently for both images. The application offers two modes: the first is the full mode where keypoints are extracted from the full extent of both images (please note that in this mode large image file are not supported). The second mode, called geobins, allows one to set-up spatial binning to get fewer points spread across the entire image. In this mode, the corresponding spatial bin in the second image is estimated using geographical transform or sensor modelling, and is padded according to the user defined precision. Last, in both modes the application can filter matches whose colocalisation in first image exceed this precision. The elevation parameters are to deal more precisely with sensor modelling in case of sensor geometry data. The outvector option allows creating a vector file with segments corresponding to the localisation error between the matches. It can be useful to assess the precision of a registration for instance. The vector file is always reprojected to EPSG:4326 so that it can be displayed in a GIS. This is done via reprojection or by applying the image sensor models.

  Limitations: Full mode does not handle large images.

  See also: RefineSensorModel
wps:version: 8.1.1
wps:keywords: [Orfeo ToolBox, Feature Extraction]
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
  images=" -in1 -in2 -elev.dem -elev.geoid "
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
- otbcli_HomologousPointsExtraction
arguments: []
inputs:
  in1:
    type: File
    label: Input Image 1
    doc: First input image
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    inputBinding:
      prefix: -in1
      valueFrom: '$(image(self) + (inputs["in1_options"] ? "?" + inputs["in1_options"] : ""))'
  in1_options:
    type: string?
    label: 'Input Image 1: extended file name'
    doc: 'How OTB reads the file: what stands behind the ? of an extended file name, for instance &bands=1,2&skipcarto=true'
    wps:pattern: (&(?!resol=)[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  band1:
    type: int?
    label: Input band 1
    doc: Index of the band from input image 1 to use for keypoints extraction
    wps:minimum: 1
    wps:toolDefault: 1
    inputBinding:
      prefix: -band1
  in2:
    type: File
    label: Input Image 2
    doc: Second input image
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    inputBinding:
      prefix: -in2
      valueFrom: '$(image(self) + (inputs["in2_options"] ? "?" + inputs["in2_options"] : ""))'
  in2_options:
    type: string?
    label: 'Input Image 2: extended file name'
    doc: 'How OTB reads the file: what stands behind the ? of an extended file name, for instance &bands=1,2&skipcarto=true'
    wps:pattern: (&(?!resol=)[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  band2:
    type: int?
    label: Input band 2
    doc: Index of the band from input image 1 to use for keypoints extraction
    wps:minimum: 1
    wps:toolDefault: 1
    inputBinding:
      prefix: -band2
  out_name:
    type: string
    default: out.txt
    label: 'Output file with tie points: file name'
    doc: What the file of the output out is called; the extension decides its format.
    wps:pattern: (?!otb-printed|cwl\.output)[A-Za-z0-9][A-Za-z0-9_.-]*
    wps:fileNameOf: out
    inputBinding:
      prefix: -out
  outvector_name:
    type: string?
    label: 'Output vector file with tie points: file name'
    doc: What the file of the output outvector is called; the extension decides its format. Without a name, and
      when nobody asks for the output, it is not written.
    wps:pattern: (?!otb-printed|cwl\.output)[A-Za-z0-9][A-Za-z0-9_.-]*
    wps:fileNameOf: outvector
    inputBinding:
      prefix: -outvector
  algorithm:
    type:
    - 'null'
    - type: enum
      symbols: [surf, sift]
    label: Keypoints detection algorithm
    doc: |-
      Choice of the detection algorithm to use

      - surf: SURF algorithm
      - sift: SIFT algorithm
    wps:toolDefault: surf
    inputBinding:
      prefix: -algorithm
  threshold:
    type: float?
    label: Distance threshold for matching
    doc: The distance threshold for matching.
    wps:minimum: 0
    wps:toolDefault: 0.6
    inputBinding:
      prefix: -threshold
  backmatching:
    type: boolean?
    label: Use back-matching to filter matches
    doc: If set to true, matches should be consistent in both ways.
    wps:toolDefault: false
    inputBinding:
      prefix: -backmatching
      valueFrom: '$(self ? "true" : "false")'
  mode:
    type:
    - 'null'
    - type: enum
      symbols: [full, geobins]
    label: Keypoints search mode
    doc: |-
      - full: Extract and match all keypoints (no streaming): Extract and match all keypoints, loading both images entirely into memory
      - geobins: Search keypoints in small spatial bins regularly spread across first image: This method retrieves a set of tie points regularly spread across image 1. Corresponding bins in image 2 are retrieved using sensor and geographical information if available. The first bin position takes into account the margin parameter. Bins are cropped to the largest image region shrunk by the margin parameter for both in1 and in2 images.
    wps:toolDefault: full
    inputBinding:
      prefix: -mode
  mode.geobins.binsize:
    type: int?
    label: Size of bin
    doc: Radius of the spatial bin in pixels
    wps:minimum: 1
    wps:toolDefault: 256
    wps:when: mode = geobins
    inputBinding:
      prefix: -mode.geobins.binsize
  mode.geobins.binsizey:
    type: int?
    label: Size of bin (y direction)
    doc: Radius of the spatial bin in pixels (y direction). If not set, the mode.geobins.binsize value is used.
    wps:minimum: 1
    wps:when: mode = geobins
    inputBinding:
      prefix: -mode.geobins.binsizey
  mode.geobins.binstep:
    type: int?
    label: Steps between bins
    doc: Steps between bins in pixels
    wps:minimum: 1
    wps:toolDefault: 256
    wps:when: mode = geobins
    inputBinding:
      prefix: -mode.geobins.binstep
  mode.geobins.binstepy:
    type: int?
    label: Steps between bins (y direction)
    doc: Steps between bins in pixels (y direction). If not set, the mode.geobins.binstep value is used.
    wps:minimum: 1
    wps:when: mode = geobins
    inputBinding:
      prefix: -mode.geobins.binstepy
  mode.geobins.margin:
    type: int?
    label: Margin from image border to start/end bins (in pixels)
    doc: Margin from image border to start/end bins (in pixels)
    wps:minimum: 0
    wps:toolDefault: 10
    wps:when: mode = geobins
    inputBinding:
      prefix: -mode.geobins.margin
  precision:
    type: float?
    label: Estimated precision of the colocalisation function (in pixels)
    doc: Estimated precision of the colocalisation function in pixels
    wps:toolDefault: 0
    inputBinding:
      prefix: -precision
  mfilter:
    type: boolean?
    label: Filter points according to geographical or sensor based colocalisation
    doc: If enabled, this option allows one to filter matches according to colocalisation from sensor or geographical
      information, using the given tolerancy expressed in pixels
    wps:toolDefault: false
    inputBinding:
      prefix: -mfilter
      valueFrom: '$(self ? "true" : "false")'
  2wgs84:
    type: boolean?
    label: If enabled, points from second image will be exported in WGS84
    wps:toolDefault: false
    inputBinding:
      prefix: -2wgs84
      valueFrom: '$(self ? "true" : "false")'
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
    label: Output file with tie points
    doc: File containing the list of tie points
    wps:mediaTypes: [text/plain]
    outputBinding:
      glob: $(inputs["out_name"])
  outvector:
    type: File?
    label: Output vector file with tie points
    doc: File containing segments representing matches
    secondaryFiles: ['^.shx?', '^.dbf?', '^.prj?', '^.cpg?']
    wps:mediaTypes: [application/geopackage+sqlite3, application/gml+xml, application/x-esri-shape, application/vnd.sqlite3]
    outputBinding:
      glob: $(inputs["outvector_name"])

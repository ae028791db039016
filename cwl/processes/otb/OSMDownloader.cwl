# Written by `wps-cwl otb generate` from OTB 8.1.1; changes get lost.
cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  wps: https://w3id.org/wps-cwl#
label: OSMDownloader
doc: |-
  Download vector data from OSM and store it to file

  The application connects to Open Street Map server, downloads the data corresponding to the spatial extent of the support image, and filters the geometries based on OSM tags to produce a vector data file.

  This application can be used to download reference data to perform the training of a machine learning model (see for instance [1]).

  By default, the entire layer is downloaded. The application has a special mode to provide the list of available classes in the layers. The downloaded features are filtered by giving an OSM tag 'key'. In addition, the user can also choose what 'value' this key should have. More information about the OSM project at [2].

  Limitations: This application requires an Internet access.

  See also: [1] TrainImagesClassifier
  [2] http://www.openstreetmap.fr/
wps:version: 8.1.1
wps:keywords: [Orfeo ToolBox, Vector Data Manipulation]
wps:progress: terminal
wps:lastStage: Writing
requirements:
  InlineJavascriptRequirement: {}
  ResourceRequirement:
    coresMin: 1
    ramMin: 1024
  EnvVarRequirement:
    envDef:
      ITK_GLOBAL_DEFAULT_NUMBER_OF_THREADS: $(String(runtime.cores))
      GDAL_SKIP: VRT DERIVED WMS WMTS WCS PLMOSAIC EEDAI DAAS STACTA STACIT NGW HTTP OGR_VRT WFS OAPIF Elasticsearch
        Carto AmigoCloud PLSCENES CSW GMLAS
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
  images=" -support -elev.dem -elev.geoid "
  needed=no
  for word; do
    if [ -d "$word" ]; then needed=yes; fi
  done
  if [ $needed = no ]; then exec "$0" "$@"; fi
  copy() {
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
- otbcli_OSMDownloader
arguments: []
inputs:
  out_name:
    type: string
    default: out.gpkg
    label: 'Output vector data: file name'
    doc: What the file of the output out is called; the extension decides its format.
    wps:pattern: '[A-Za-z0-9][A-Za-z0-9_.-]*'
    wps:fileNameOf: out
    inputBinding:
      prefix: -out
  support:
    type: File
    label: Support image
    doc: Image used to derive the spatial extent to be requested from OSM server (the bounding box of the extent
      is used). Be aware that a request with a large extent may be rejected by the server.
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg, application/x-netcdf]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    inputBinding:
      prefix: -support
      valueFrom: '$(self.path + (inputs["support_options"] ? "?" + inputs["support_options"] : ""))'
  support_options:
    type: string?
    label: 'Support image: extended file name'
    doc: 'How OTB reads the file: what stands behind the ? of an extended file name, for instance &bands=1,2&skipcarto=true'
    wps:pattern: (&[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  key:
    type: string?
    label: OSM tag key
    doc: OSM tag key to extract (highway, building...). It defines a category to select features.
    wps:pattern: (?!-+[A-Za-z])[\s\S]+
    inputBinding:
      prefix: -key
  value:
    type: string?
    label: OSM tag value
    doc: OSM tag value to extract (motorway, footway...). It defines the type of feature to select inside a category.
    wps:pattern: (?!-+[A-Za-z])[\s\S]+
    inputBinding:
      prefix: -value
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
  printclasses:
    type: boolean?
    label: Displays available key/value classes
    doc: Print the key/value classes available for the selected support image. If enabled, the OSM tag Key (-key)
      and the output (-out) become optional
    wps:toolDefault: false
    inputBinding:
      prefix: -printclasses
      valueFrom: '$(self ? "true" : "false")'
outputs:
  out:
    type: File
    label: Output vector data
    doc: Vector data file to store downloaded features
    secondaryFiles: ['^.shx?', '^.dbf?', '^.prj?', '^.cpg?']
    wps:mediaTypes: [application/geopackage+sqlite3, application/geo+json, application/gml+xml, application/vnd.google-earth.kml+xml,
      application/x-esri-shape, application/vnd.sqlite3]
    outputBinding:
      glob: $(inputs["out_name"])

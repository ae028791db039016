# Written by `wps-cwl otb generate` from OTB 8.1.1; changes get lost.
cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  wps: https://w3id.org/wps-cwl#
label: Superimpose
doc: |-
  Using available image metadata, project one image onto another one

  This application performs the projection of an image into the geometry of another one.
wps:version: 8.1.1
wps:keywords: [Orfeo ToolBox, Geometry, Superimposition]
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
  images=" -inr -inm -elev.dem -elev.geoid "
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
- otbcli_Superimpose
arguments:
- prefix: -ram
  valueFrom: $(Math.floor(runtime.ram / 2))
inputs:
  inr:
    type: File
    label: Reference input
    doc: The input reference image.
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    inputBinding:
      prefix: -inr
      valueFrom: '$(image(self) + (inputs["inr_options"] ? "?" + inputs["inr_options"] : ""))'
  inr_options:
    type: string?
    label: 'Reference input: extended file name'
    doc: 'How OTB reads the file: what stands behind the ? of an extended file name, for instance &bands=1,2&skipcarto=true'
    wps:pattern: (&(?!resol=)[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  inm:
    type: File
    label: The image to reproject
    doc: The image to reproject into the geometry of the reference input.
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    inputBinding:
      prefix: -inm
      valueFrom: '$(image(self) + (inputs["inm_options"] ? "?" + inputs["inm_options"] : ""))'
  inm_options:
    type: string?
    label: 'The image to reproject: extended file name'
    doc: 'How OTB reads the file: what stands behind the ? of an extended file name, for instance &bands=1,2&skipcarto=true'
    wps:pattern: (&(?!resol=)[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
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
  lms:
    type: float?
    label: Spacing of the deformation field
    doc: Generate a coarser deformation field with the given spacing
    wps:toolDefault: 4
    inputBinding:
      prefix: -lms
  fv:
    type: float?
    label: Fill Value
    doc: Fill value for area outside the reprojected image
    wps:toolDefault: 0
    inputBinding:
      prefix: -fv
  mode:
    type:
    - 'null'
    - type: enum
      symbols: [default, phr]
    label: Mode
    doc: |-
      Superimposition mode

      - default: Default mode: Default superimposition mode : uses any projection reference or sensor model found in the images
      - phr: Pleiades mode: Pleiades superimposition mode, designed for the case of a P+XS bundle in SENSOR geometry. It uses a simple transform on the XS image : a scaling and a residual translation.
    wps:toolDefault: default
    inputBinding:
      prefix: -mode
  interpolator:
    type:
    - 'null'
    - type: enum
      symbols: [bco, nn, linear]
    label: Interpolation
    doc: |-
      This group of parameters allows defining how the input image will be interpolated during resampling.

      - bco: Bicubic interpolation: Bicubic interpolation leads to very good image quality but is slow.
      - nn: Nearest Neighbor interpolation: Nearest neighbor interpolation leads to poor image quality, but it is very fast.
      - linear: Linear interpolation: Linear interpolation leads to average image quality but is quite fast
    wps:toolDefault: bco
    inputBinding:
      prefix: -interpolator
  interpolator.bco.radius:
    type: int?
    label: Radius for bicubic interpolation
    doc: This parameter allows controlling the size of the bicubic interpolation filter. If the target pixel size
      is higher than the input pixel size, increasing this parameter will reduce aliasing artifacts.
    wps:toolDefault: 2
    wps:when: interpolator = bco
    inputBinding:
      prefix: -interpolator.bco.radius
outputs:
  out:
    type: File
    label: Output image
    doc: Output reprojected image.
    secondaryFiles: ['.aux.xml?', '^.geom?']
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    outputBinding:
      glob: $(inputs["out_name"])

# Written by `wps-cwl otb generate` from OTB 8.1.1; changes get lost.
cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  wps: https://w3id.org/wps-cwl#
label: OrthoRectification
doc: |-
  This application allows ortho-rectifying optical and radar images from supported sensors.

  This application uses inverse sensor modelling combined with a choice of interpolation functions to resample a sensor geometry image into a ground geometry regular grid. The ground geometry regular grid is defined with respect to a map projection (see map parameter). The application offers several modes to estimate the output grid parameters (origin and ground sampling distance), including automatic estimation of image size, ground sampling distance, or both, from image metadata, user-defined ROI corners, or another ortho-image.A digital Elevation Model along with a geoid file can be specified to account for terrain deformations.In case of SPOT5 images, the sensor model can be approximated by an RPC model in order to speed-up computation.

  Limitations: Supported sensors (both optical and radar) are: GeoEye, Ikonos, Pleiades, Quickbird, RadarSat, Sentinel-1, SPOT5 (TIF format), SPOT6/7, TerraSAR-X, Worldview 1/2/3, and any TIF image with embedded RPC tags.
   Also note that the opt.gridspacing default value may not be suitable for all sensors. In particular, if this value is lower than the target ground sampling distance, the processing time may increase a lot. A warning is issued in this case. Typical values should be half the DEM ground sampling distance.
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
  images=" -io.in -outputs.ortho -elev.dem -elev.geoid "
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
- otbcli_OrthoRectification
arguments:
- prefix: -opt.ram
  valueFrom: $(Math.floor(runtime.ram / 2))
inputs:
  io.in:
    type: File
    label: 'Input and output data: Input Image'
    doc: The input image to ortho-rectify
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    inputBinding:
      prefix: -io.in
      valueFrom: '$(image(self) + (inputs["io.in_options"] ? "?" + inputs["io.in_options"] : ""))'
  io.in_options:
    type: string?
    label: 'Input and output data: Input Image: extended file name'
    doc: 'How OTB reads the file: what stands behind the ? of an extended file name, for instance &bands=1,2&skipcarto=true'
    wps:pattern: (&(?!resol=)[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  io.out_name:
    type: string
    default: io.out.tif
    label: 'Input and output data: Output Image: file name'
    doc: What the file of the output io.out is called; the extension decides its format.
    wps:pattern: (?!otb-printed|cwl\.output)[A-Za-z0-9][A-Za-z0-9_.-]*
    wps:fileNameOf: io.out
    inputBinding:
      prefix: -io.out
      valueFrom: '$([self + (inputs["io.out_options"] ? "?" + inputs["io.out_options"] : "")].concat(inputs["io.out_pixel"]
        || []))'
  io.out_pixel:
    type:
    - 'null'
    - type: enum
      symbols: [uint8, uint16, int16, uint32, int32, float, double, cint16, cint32, cfloat, cdouble]
    label: 'Input and output data: Output Image: pixel type'
    doc: The type of the pixels of the output io.out.
    wps:toolDefault: float
  io.out_options:
    type: string?
    label: 'Input and output data: Output Image: extended file name'
    doc: 'How OTB writes the file: what stands behind the ? of an extended file name, for instance &gdal:co:COMPRESS=DEFLATE&streaming:type=none'
    wps:pattern: (&[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  map:
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
      prefix: -map
  map.utm.zone:
    type: int?
    label: Zone number
    doc: The zone number ranges from 1 to 60 and allows defining the transverse mercator projection (along with
      the hemisphere)
    wps:minimum: 1
    wps:toolDefault: 31
    wps:when: map = utm
    inputBinding:
      prefix: -map.utm.zone
  map.utm.northhem:
    type: boolean?
    label: Northern Hemisphere
    doc: The transverse mercator projections are defined by their zone number as well as the hemisphere. Activate
      this parameter if your image is in the northern hemisphere.
    wps:toolDefault: false
    wps:when: map = utm
    inputBinding:
      prefix: -map.utm.northhem
      valueFrom: '$(self ? "true" : "false")'
  map.epsg.code:
    type: int?
    label: EPSG Code
    doc: See www.spatialreference.org to find which EPSG code is associated to your projection
    wps:toolDefault: 4326
    wps:when: map = epsg
    inputBinding:
      prefix: -map.epsg.code
  outputs.mode:
    type:
    - 'null'
    - type: enum
      symbols: [auto, autosize, autospacing, outputroi, orthofit]
    label: 'Output Image Grid: Parameters estimation modes'
    doc: |-
      - auto: User Defined: This mode allows you to fully modify default values.
      - autosize: Automatic Size from Spacing: This mode allows you to automatically compute the optimal image size from given spacing (pixel size) values
      - autospacing: Automatic Spacing from Size: This mode allows you to automatically compute the optimal image spacing (pixel size) from the given size
      - outputroi: Automatic Size from Spacing and output corners: This mode allows you to automatically compute the optimal image size from spacing (pixel size) and output corners
      - orthofit: Fit to ortho: Fit the size, origin and spacing to an existing ortho image (uses the value of outputs.ortho)
    wps:toolDefault: auto
    inputBinding:
      prefix: -outputs.mode
  outputs.ulx:
    type: float?
    label: 'Output Image Grid: Upper Left X'
    doc: Cartographic X coordinate of upper-left corner (meters for cartographic projections, degrees for geographic
      ones)
    inputBinding:
      prefix: -outputs.ulx
  outputs.uly:
    type: float?
    label: 'Output Image Grid: Upper Left Y'
    doc: Cartographic Y coordinate of the upper-left corner (meters for cartographic projections, degrees for geographic
      ones)
    inputBinding:
      prefix: -outputs.uly
  outputs.sizex:
    type: int?
    label: 'Output Image Grid: Size X'
    doc: Size of projected image along X (in pixels)
    inputBinding:
      prefix: -outputs.sizex
  outputs.sizey:
    type: int?
    label: 'Output Image Grid: Size Y'
    doc: Size of projected image along Y (in pixels)
    inputBinding:
      prefix: -outputs.sizey
  outputs.spacingx:
    type: float?
    label: 'Output Image Grid: Pixel Size X'
    doc: Size of each pixel along X axis (meters for cartographic projections, degrees for geographic ones)
    inputBinding:
      prefix: -outputs.spacingx
  outputs.spacingy:
    type: float?
    label: 'Output Image Grid: Pixel Size Y'
    doc: Size of each pixel along Y axis (meters for cartographic projections, degrees for geographic ones)
    inputBinding:
      prefix: -outputs.spacingy
  outputs.lrx:
    type: float?
    label: 'Output Image Grid: Lower right X'
    doc: Cartographic X coordinate of the lower-right corner (meters for cartographic projections, degrees for geographic
      ones)
    inputBinding:
      prefix: -outputs.lrx
  outputs.lry:
    type: float?
    label: 'Output Image Grid: Lower right Y'
    doc: Cartographic Y coordinate of the lower-right corner (meters for cartographic projections, degrees for geographic
      ones)
    inputBinding:
      prefix: -outputs.lry
  outputs.ortho:
    type: File?
    label: 'Output Image Grid: Model ortho-image'
    doc: A model ortho-image that can be used to compute size, origin and spacing of the output
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    inputBinding:
      prefix: -outputs.ortho
      valueFrom: '$(image(self) + (inputs["outputs.ortho_options"] ? "?" + inputs["outputs.ortho_options"] : ""))'
  outputs.ortho_options:
    type: string?
    label: 'Output Image Grid: Model ortho-image: extended file name'
    doc: 'How OTB reads the file: what stands behind the ? of an extended file name, for instance &bands=1,2&skipcarto=true'
    wps:pattern: (&(?!resol=)[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  outputs.isotropic:
    type: boolean?
    label: 'Output Image Grid: Force isotropic spacing by default'
    doc: Default spacing (pixel size) values are estimated from the sensor modeling of the image. It can therefore
      result in a non-isotropic spacing. This option allows you to force default values to be isotropic (in this
      case, the minimum of spacing in both direction is applied. Values overridden by user are not affected by this
      option.
    wps:toolDefault: true
    inputBinding:
      prefix: -outputs.isotropic
      valueFrom: '$(self ? "true" : "false")'
  outputs.default:
    type: float?
    label: 'Output Image Grid: Default pixel value'
    doc: Default value to write when outside of input image.
    wps:toolDefault: 0
    inputBinding:
      prefix: -outputs.default
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
  interpolator:
    type:
    - 'null'
    - type: enum
      symbols: [bco, nn, linear]
    label: Interpolation
    doc: |-
      This group of parameters allows one to define how the input image will be interpolated during resampling.

      - bco: Bicubic interpolation
      - nn: Nearest Neighbor interpolation: Nearest neighbor interpolation leads to poor image quality, but it is very fast.
      - linear: Linear interpolation: Linear interpolation leads to average image quality but is quite fast
    wps:toolDefault: bco
    inputBinding:
      prefix: -interpolator
  interpolator.bco.radius:
    type: int?
    label: Radius for bicubic interpolation
    doc: This parameter allows one to control the size of the bicubic interpolation filter. If the target pixel
      size is higher than the input pixel size, increasing this parameter will reduce aliasing artifacts.
    wps:toolDefault: 2
    wps:when: interpolator = bco
    inputBinding:
      prefix: -interpolator.bco.radius
  opt.rpc:
    type: int?
    label: 'Speed optimization parameters: RPC modeling (points per axis)'
    doc: Enabling RPC modeling allows one to speed-up SPOT5 ortho-rectification. Value is the number of control
      points per axis for RPC estimation
    wps:toolDefault: 10
    inputBinding:
      prefix: -opt.rpc
  opt.gridspacing:
    type: float?
    label: 'Speed optimization parameters: Resampling grid spacing'
    doc: Resampling is done according to a coordinate mapping deformation grid, whose pixel size is set by this
      parameter, and expressed in the coordinate system of the output image The closer to the output spacing this
      parameter is, the more precise will be the ortho-rectified image,but increasing this parameter will reduce
      processing time.
    wps:toolDefault: 4
    inputBinding:
      prefix: -opt.gridspacing
outputs:
  io.out:
    type: File
    label: 'Input and output data: Output Image'
    doc: The ortho-rectified output image
    secondaryFiles: ['.aux.xml?', '^.geom?']
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    outputBinding:
      glob: $(inputs["io.out_name"])

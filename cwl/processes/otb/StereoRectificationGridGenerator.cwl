# Written by `wps-cwl otb generate` from OTB 8.1.1; changes get lost.
cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  wps: https://w3id.org/wps-cwl#
label: StereoRectificationGridGenerator
doc: |-
  Generates two deformation fields to resample in epipolar geometry, a pair of stereo images up to the sensor model precision

  This application generates a pair of deformation grid to stereo-rectify a pair of stereo images according to sensor modelling and a mean elevation hypothesis.

  This application is the first part of the stereo reconstruction framework. The output deformation grids can be passed to the GridBasedImageResampling application for actual resampling into epipolar geometry.

  There are several ways to set the elevation source:

  * An arbitrary constant elevation
  * A DEM directory
  * Compute an average elevation from a DEM

  If needed, the application can compute inverse resampling grids (from epipolar to original sensor geometry). Don't forget to check the other outputs from the application. For instance, the application gives the X and Y size of the rectified images, along with an estimated baseline ratio.

  Limitations: Generation of the deformation grid is not streamable, pay attention to this fact when setting the grid step.

  See also: otbGridBasedImageResampling
wps:version: 8.1.1
wps:keywords: [Orfeo ToolBox, Stereo]
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
baseCommand:
- sh
- -c
- |-
  set -eu
  images=" -io.inleft -io.inright -epi.elevation.dem -epi.elevation.geoid "
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
- otbcli_StereoRectificationGridGenerator
arguments:
- prefix: -ram
  valueFrom: $(Math.floor(runtime.ram / 2))
inputs:
  io.inleft:
    type: File
    label: 'Input and output data: Left input image'
    doc: The left image from the stereo pair, in sensor geometry.
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    inputBinding:
      prefix: -io.inleft
      valueFrom: '$(image(self) + (inputs["io.inleft_options"] ? "?" + inputs["io.inleft_options"] : ""))'
  io.inleft_options:
    type: string?
    label: 'Input and output data: Left input image: extended file name'
    doc: 'How OTB reads the file: what stands behind the ? of an extended file name, for instance &bands=1,2&skipcarto=true'
    wps:pattern: (&(?!resol=)[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  io.inright:
    type: File
    label: 'Input and output data: Right input image'
    doc: The right image from the stereo pair, in sensor geometry.
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    inputBinding:
      prefix: -io.inright
      valueFrom: '$(image(self) + (inputs["io.inright_options"] ? "?" + inputs["io.inright_options"] : ""))'
  io.inright_options:
    type: string?
    label: 'Input and output data: Right input image: extended file name'
    doc: 'How OTB reads the file: what stands behind the ? of an extended file name, for instance &bands=1,2&skipcarto=true'
    wps:pattern: (&(?!resol=)[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  io.outleft_name:
    type: string
    default: io.outleft.tif
    label: 'Input and output data: Left output deformation grid: file name'
    doc: What the file of the output io.outleft is called; the extension decides its format.
    wps:pattern: (?!otb-printed|cwl\.output)[A-Za-z0-9][A-Za-z0-9_.-]*
    wps:fileNameOf: io.outleft
    inputBinding:
      prefix: -io.outleft
      valueFrom: '$([self + (inputs["io.outleft_options"] ? "?" + inputs["io.outleft_options"] : "")].concat(inputs["io.outleft_pixel"]
        || []))'
  io.outleft_pixel:
    type:
    - 'null'
    - type: enum
      symbols: [uint8, uint16, int16, uint32, int32, float, double, cint16, cint32, cfloat, cdouble]
    label: 'Input and output data: Left output deformation grid: pixel type'
    doc: The type of the pixels of the output io.outleft.
    wps:toolDefault: float
  io.outleft_options:
    type: string?
    label: 'Input and output data: Left output deformation grid: extended file name'
    doc: 'How OTB writes the file: what stands behind the ? of an extended file name, for instance &gdal:co:COMPRESS=DEFLATE&streaming:type=none'
    wps:pattern: (&[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  io.outright_name:
    type: string
    default: io.outright.tif
    label: 'Input and output data: Right output deformation grid: file name'
    doc: What the file of the output io.outright is called; the extension decides its format.
    wps:pattern: (?!otb-printed|cwl\.output)[A-Za-z0-9][A-Za-z0-9_.-]*
    wps:fileNameOf: io.outright
    inputBinding:
      prefix: -io.outright
      valueFrom: '$([self + (inputs["io.outright_options"] ? "?" + inputs["io.outright_options"] : "")].concat(inputs["io.outright_pixel"]
        || []))'
  io.outright_pixel:
    type:
    - 'null'
    - type: enum
      symbols: [uint8, uint16, int16, uint32, int32, float, double, cint16, cint32, cfloat, cdouble]
    label: 'Input and output data: Right output deformation grid: pixel type'
    doc: The type of the pixels of the output io.outright.
    wps:toolDefault: float
  io.outright_options:
    type: string?
    label: 'Input and output data: Right output deformation grid: extended file name'
    doc: 'How OTB writes the file: what stands behind the ? of an extended file name, for instance &gdal:co:COMPRESS=DEFLATE&streaming:type=none'
    wps:pattern: (&[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  epi.elevation.dem:
    type: Directory?
    label: 'Epipolar  geometry and grid parameters: Elevation management: DEM directory'
    doc: This parameter allows selecting a directory containing Digital Elevation Model files. Note that this directory
      should contain only DEM files. Unexpected behaviour might occurs if other images are found in this directory.
      Input DEM tiles should be in a raster format supported by GDAL.
    inputBinding:
      prefix: -epi.elevation.dem
  epi.elevation.geoid:
    type: File?
    label: 'Epipolar  geometry and grid parameters: Elevation management: Geoid File'
    doc: Use a geoid grid to get the height above the ellipsoid in case there is no DEM available, no coverage for
      some points or pixels with no_data in the DEM tiles. A version of the geoid can be found on the OTB website
      (egm96.grd and egm96.grd.hdr at https://gitlab.orfeo-toolbox.org/orfeotoolbox/otb/-/tree/master/Data/Input/DEM).
    wps:mediaTypes: [application/octet-stream]
    inputBinding:
      prefix: -epi.elevation.geoid
  epi.elevation.default:
    type: float?
    label: 'Epipolar  geometry and grid parameters: Elevation management: Default elevation'
    doc: This parameter allows setting the default height above ellipsoid when there is no DEM available, no coverage
      for some points or pixels with no_data in the DEM tiles, and no geoid file has been set. This is also used
      by some application as an average elevation value.
    wps:toolDefault: 0
    inputBinding:
      prefix: -epi.elevation.default
  epi.elevation.avgdem.step:
    type: int?
    label: 'Epipolar  geometry and grid parameters: Elevation management: Average elevation computed from DEM: Sub-sampling
      step'
    doc: Step of sub-sampling for average elevation estimation
    wps:minimum: 1
    wps:toolDefault: 1
    inputBinding:
      prefix: -epi.elevation.avgdem.step
  epi.scale:
    type: float?
    label: 'Epipolar  geometry and grid parameters: Scale of epipolar images'
    doc: The scale parameter allows generating zoomed-in (scale < 1) or zoomed-out (scale > 1) epipolar images.
    wps:toolDefault: 1
    inputBinding:
      prefix: -epi.scale
  epi.step:
    type: int?
    label: 'Epipolar  geometry and grid parameters: Step of the deformation grid (in number of pixels)'
    doc: Stereo-rectification deformation grid only varies slowly. Therefore, it is recommended to use a coarser
      grid (higher step value) in case of large images
    wps:toolDefault: 1
    inputBinding:
      prefix: -epi.step
  inverse.outleft_name:
    type: string?
    label: 'Write inverse fields: Left inverse deformation grid: file name'
    doc: What the file of the output inverse.outleft is called; the extension decides its format. Without a name,
      and when nobody asks for the output, it is not written.
    wps:pattern: (?!otb-printed|cwl\.output)[A-Za-z0-9][A-Za-z0-9_.-]*
    wps:fileNameOf: inverse.outleft
    inputBinding:
      prefix: -inverse.outleft
      valueFrom: '$([self + (inputs["inverse.outleft_options"] ? "?" + inputs["inverse.outleft_options"] : "")].concat(inputs["inverse.outleft_pixel"]
        || []))'
  inverse.outleft_pixel:
    type:
    - 'null'
    - type: enum
      symbols: [uint8, uint16, int16, uint32, int32, float, double, cint16, cint32, cfloat, cdouble]
    label: 'Write inverse fields: Left inverse deformation grid: pixel type'
    doc: The type of the pixels of the output inverse.outleft.
    wps:toolDefault: float
  inverse.outleft_options:
    type: string?
    label: 'Write inverse fields: Left inverse deformation grid: extended file name'
    doc: 'How OTB writes the file: what stands behind the ? of an extended file name, for instance &gdal:co:COMPRESS=DEFLATE&streaming:type=none'
    wps:pattern: (&[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  inverse.outright_name:
    type: string?
    label: 'Write inverse fields: Right inverse deformation grid: file name'
    doc: What the file of the output inverse.outright is called; the extension decides its format. Without a name,
      and when nobody asks for the output, it is not written.
    wps:pattern: (?!otb-printed|cwl\.output)[A-Za-z0-9][A-Za-z0-9_.-]*
    wps:fileNameOf: inverse.outright
    inputBinding:
      prefix: -inverse.outright
      valueFrom: '$([self + (inputs["inverse.outright_options"] ? "?" + inputs["inverse.outright_options"] : "")].concat(inputs["inverse.outright_pixel"]
        || []))'
  inverse.outright_pixel:
    type:
    - 'null'
    - type: enum
      symbols: [uint8, uint16, int16, uint32, int32, float, double, cint16, cint32, cfloat, cdouble]
    label: 'Write inverse fields: Right inverse deformation grid: pixel type'
    doc: The type of the pixels of the output inverse.outright.
    wps:toolDefault: float
  inverse.outright_options:
    type: string?
    label: 'Write inverse fields: Right inverse deformation grid: extended file name'
    doc: 'How OTB writes the file: what stands behind the ? of an extended file name, for instance &gdal:co:COMPRESS=DEFLATE&streaming:type=none'
    wps:pattern: (&[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  inverse.ssrate:
    type: int?
    label: 'Write inverse fields: Sub-sampling rate for inversion'
    doc: Grid inversion is an heavy process that implies spline regression on control points. To avoid eating to
      much memory, this parameter allows one to first sub-sample the field to invert.
    wps:minimum: 1
    wps:toolDefault: 16
    inputBinding:
      prefix: -inverse.ssrate
outputs:
  io.outleft:
    type: File
    label: 'Input and output data: Left output deformation grid'
    doc: The deformation grid to resample the left image from sensor geometry to epipolar geometry.
    secondaryFiles: ['.aux.xml?', '^.geom?']
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    outputBinding:
      glob: $(inputs["io.outleft_name"])
  io.outright:
    type: File
    label: 'Input and output data: Right output deformation grid'
    doc: The deformation grid to resample the right image from sensor geometry to epipolar geometry.
    secondaryFiles: ['.aux.xml?', '^.geom?']
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    outputBinding:
      glob: $(inputs["io.outright_name"])
  inverse.outleft:
    type: File?
    label: 'Write inverse fields: Left inverse deformation grid'
    doc: The deformation grid to resample the left image from the epipolar geometry back into its original sensor
      geometry.
    secondaryFiles: ['.aux.xml?', '^.geom?']
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    outputBinding:
      glob: $(inputs["inverse.outleft_name"])
  inverse.outright:
    type: File?
    label: 'Write inverse fields: Right inverse deformation grid'
    doc: The output deformation grid to resample the right image from the epipolar geometry back into its original
      sensor geometry.
    secondaryFiles: ['.aux.xml?', '^.geom?']
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    outputBinding:
      glob: $(inputs["inverse.outright_name"])
  epi.elevation.avgdem.value:
    type: double?
    label: Average elevation value
    doc: Average elevation value estimated from DEM
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printedNumber(self[0].contents, "epi.elevation.avgdem.value"))
  epi.elevation.avgdem.mindisp:
    type: double?
    label: Minimum disparity from DEM
    doc: Disparity corresponding to estimated minimum elevation over the left image
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printedNumber(self[0].contents, "epi.elevation.avgdem.mindisp"))
  epi.elevation.avgdem.maxdisp:
    type: double?
    label: Maximum disparity from DEM
    doc: Disparity corresponding to estimated maximum elevation over the left image
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printedNumber(self[0].contents, "epi.elevation.avgdem.maxdisp"))
  epi.rectsizex:
    type: int?
    label: Rectified image size X
    doc: The application computes the optimal rectified image size so that the whole left input image fits into
      the rectified area. However, due to the scale and step parameter, this size may not match the size of the
      deformation field output. In this case, one can use these output values.
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printedNumber(self[0].contents, "epi.rectsizex"))
  epi.rectsizey:
    type: int?
    label: Rectified image size Y
    doc: The application computes the optimal rectified image size so that the whole left input image fits into
      the rectified area. However, due to the scale and step parameter, this size may not match the size of the
      deformation field output. In this case, one can use these output values.
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printedNumber(self[0].contents, "epi.rectsizey"))
  epi.baseline:
    type: double?
    label: Mean baseline ratio
    doc: This parameter is the mean value, in pixels.meters^-1, of the baseline to sensor altitude ratio. It can
      be used to convert disparities to physical elevation, since a disparity of one pixel will correspond to an
      elevation offset of the invert of this value with respect to the mean elevation.
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printedNumber(self[0].contents, "epi.baseline"))
stdout: otb-printed.txt

# Written by `wps-cwl otb generate` from OTB 8.1.1; changes get lost.
cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  wps: https://w3id.org/wps-cwl#
label: StereoFramework
doc: |-
  Compute the ground elevation based on one or multiple stereo pair(s)

  Compute the ground elevation with a stereo block matching algorithm between one or multiple stereo pair in sensor geometry. The output is projected in desired geographic or cartographic map projection (WGS84 by default).

  This application is chaining different processing steps. Some of them are also performed by other applications in the stereo-reconstruction framework:

  * StereoRectificationGridGenerator: for the generation of deformation grids
  * GridBasedImageResampling: resampling into epipolar geometry
  * BlockMatching: estimation of dense disparity maps

  The pipeline executes the following steps on each stereo pair:

  * compute the epipolar displacement grids from the stereo pair (direct and inverse)
  * resample the stereo pair into epipolar geometry using BCO interpolation
  * create masks for each epipolar image: remove black borders and resample input masks
  * compute horizontal disparities with a block matching algorithm
  * refine disparities to sub-pixel precision with a dichotomy algorithm
  * apply an optional median filter
  * filter disparities based on the correlation score and exploration bounds
  * translate disparities in sensor geometry
  * convert disparity to 3D Map.

  Then all 3D maps are fused to produce DSM. The fusion method in each DEM cell can be chosen between maximum, minimum and average.

  See also: StereoRectificationGridGenerator
  GridBasedImageResampling
  BlockMatching
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
  images=" -input.il -elev.dem -elev.geoid -mask.left -mask.right "
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
- otbcli_StereoFramework
arguments:
- prefix: -ram
  valueFrom: $(Math.floor(runtime.ram / 2))
inputs:
  input.il:
    type: File[]
    label: 'Input parameters: Input images list'
    doc: List of images corresponding to multiple views on a single scene, in sensor geometry.
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    inputBinding:
      prefix: -input.il
      valueFrom: $(self.map(image))
  input.co:
    type: string?
    label: 'Input parameters: Couples list'
    doc: |-
      List of index of couples im image list. Couples must be separated by a comma (index start at 0). For example: 0 1,1 2 will process a first couple composed of the first and the second image in image list, then the second and the third image
      . Note that images are handled by pairs. If left empty, couples are created from input index i.e. a first couple will be composed of the first and second image, a second couple with third and fourth image etc. (in this case image list must be even).
    wps:pattern: (?!\s*-+[A-Za-z])[\s\S]*\S[\s\S]*
    inputBinding:
      prefix: -input.co
  input.channel:
    type: int?
    label: 'Input parameters: Input Image channel'
    doc: Channel used for block matching (the same for all images)
    wps:minimum: 1
    wps:toolDefault: 1
    inputBinding:
      prefix: -input.channel
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
  output.res:
    type: float?
    label: 'Output parameters: Output resolution'
    doc: 'Spatial sampling distance of the output elevation: the cell size (in m)'
    wps:toolDefault: 1
    inputBinding:
      prefix: -output.res
  output.nodata:
    type: float?
    label: 'Output parameters: NoData value'
    doc: DSM empty cells are filled with this value (optional -32768 by default)
    wps:toolDefault: -32768
    inputBinding:
      prefix: -output.nodata
  output.fusionmethod:
    type:
    - 'null'
    - type: enum
      symbols: [max, min, mean, acc]
    label: 'Output parameters: Method to fuse measures in each DSM cell'
    doc: |-
      This parameter allows one to choose the method used to fuse elevation measurements in each output DSM cell

      - max: Maximum: The cell is filled with the maximum measured elevation values
      - min: Minimum: The cell is filled with the minimum measured elevation values
      - mean: Mean: The cell is filled with the mean of measured elevation values
      - acc: Accumulator: Accumulator mode. The cell is filled with the the number of values (for debugging purposes).
    wps:toolDefault: max
    inputBinding:
      prefix: -output.fusionmethod
  output.out_name:
    type: string
    default: output.out.tif
    label: 'Output parameters: Output DSM: file name'
    doc: What the file of the output output.out is called; the extension decides its format.
    wps:pattern: (?!otb-printed|cwl\.output)[A-Za-z0-9][A-Za-z0-9_.-]*
    wps:fileNameOf: output.out
    inputBinding:
      prefix: -output.out
      valueFrom: '$([self + (inputs["output.out_options"] ? "?" + inputs["output.out_options"] : "")].concat(inputs["output.out_pixel"]
        || []))'
  output.out_pixel:
    type:
    - 'null'
    - type: enum
      symbols: [uint8, uint16, int16, uint32, int32, float, double, cint16, cint32, cfloat, cdouble]
    label: 'Output parameters: Output DSM: pixel type'
    doc: The type of the pixels of the output output.out.
    wps:toolDefault: float
  output.out_options:
    type: string?
    label: 'Output parameters: Output DSM: extended file name'
    doc: 'How OTB writes the file: what stands behind the ? of an extended file name, for instance &gdal:co:COMPRESS=DEFLATE&streaming:type=none'
    wps:pattern: (&[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  output.mode:
    type:
    - 'null'
    - type: enum
      symbols: [fit, user]
    label: 'Output parameters: Parameters estimation modes'
    doc: |-
      - fit: Fit to sensor image: Fit the size, origin and spacing to an existing ortho image (uses the value of outputs.ortho)
      - user: User Defined: This mode allows you to fully modify default values.
    wps:toolDefault: fit
    inputBinding:
      prefix: -output.mode
  output.mode.user.ulx:
    type: float?
    label: 'Output parameters: Upper Left X'
    doc: Cartographic X coordinate of upper-left corner (meters for cartographic projections, degrees for geographic
      ones)
    wps:when: output.mode = user
    wps:requiredWhen: output.mode = user
    inputBinding:
      prefix: -output.mode.user.ulx
  output.mode.user.uly:
    type: float?
    label: 'Output parameters: Upper Left Y'
    doc: Cartographic Y coordinate of the upper-left corner (meters for cartographic projections, degrees for geographic
      ones)
    wps:when: output.mode = user
    wps:requiredWhen: output.mode = user
    inputBinding:
      prefix: -output.mode.user.uly
  output.mode.user.sizex:
    type: int?
    label: 'Output parameters: Size X'
    doc: Size of projected image along X (in pixels)
    wps:when: output.mode = user
    wps:requiredWhen: output.mode = user
    inputBinding:
      prefix: -output.mode.user.sizex
  output.mode.user.sizey:
    type: int?
    label: 'Output parameters: Size Y'
    doc: Size of projected image along Y (in pixels)
    wps:when: output.mode = user
    wps:requiredWhen: output.mode = user
    inputBinding:
      prefix: -output.mode.user.sizey
  output.mode.user.spacingx:
    type: float?
    label: 'Output parameters: Pixel Size X'
    doc: Size of each pixel along X axis (meters for cartographic projections, degrees for geographic ones)
    wps:when: output.mode = user
    wps:requiredWhen: output.mode = user
    inputBinding:
      prefix: -output.mode.user.spacingx
  output.mode.user.spacingy:
    type: float?
    label: 'Output parameters: Pixel Size Y'
    doc: Size of each pixel along Y axis (meters for cartographic projections, degrees for geographic ones)
    wps:when: output.mode = user
    wps:requiredWhen: output.mode = user
    inputBinding:
      prefix: -output.mode.user.spacingy
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
    wps:toolDefault: wgs
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
  stereorect.fwdgridstep:
    type: int?
    label: 'Stereorectification Grid parameters: Step of the displacement grid (in pixels)'
    doc: Stereo-rectification displacement grid only varies slowly. Therefore, it is recommended to use a coarser
      grid (higher step value) in case of large images
    wps:toolDefault: 16
    inputBinding:
      prefix: -stereorect.fwdgridstep
  stereorect.invgridssrate:
    type: int?
    label: 'Stereorectification Grid parameters: Sub-sampling rate for epipolar grid inversion'
    doc: Grid inversion is an heavy process that implies spline regression on control points. To avoid eating to
      much memory, this parameter allows one to first sub-sample the field to invert.
    wps:minimum: 1
    wps:toolDefault: 10
    inputBinding:
      prefix: -stereorect.invgridssrate
  bm.metric:
    type:
    - 'null'
    - type: enum
      symbols: [ssdmean, ssd, ncc, lp]
    label: 'Block matching parameters: Block-matching metric'
    doc: |-
      Metric used to compute matching score

      - ssdmean: Sum of Squared Distances divided by mean of block: derived version of Sum of Squared Distances between pixels value in the metric window (SSD divided by mean over window)
      - ssd: Sum of Squared Distances: Sum of squared distances between pixels value in the metric window
      - ncc: Normalized Cross-Correlation: Normalized Cross-Correlation between the left and right windows
      - lp: Lp pseudo-norm: Lp pseudo-norm between the left and right windows
    wps:toolDefault: ssdmean
    inputBinding:
      prefix: -bm.metric
  bm.metric.lp.p:
    type: float?
    label: 'Block matching parameters: p value'
    doc: Value of the p parameter in Lp pseudo-norm (must be positive)
    wps:minimum: 0
    wps:toolDefault: 1
    wps:when: bm.metric = lp
    inputBinding:
      prefix: -bm.metric.lp.p
  bm.radius:
    type: int?
    label: 'Block matching parameters: Correlation window radius (in pixels)'
    doc: The radius of blocks in Block-Matching (in pixels)
    wps:minimum: 1
    wps:toolDefault: 2
    inputBinding:
      prefix: -bm.radius
  bm.minhoffset:
    type: float?
    label: 'Block matching parameters: Minimum altitude offset (in meters)'
    doc: Minimum altitude below the selected elevation source (in meters)
    wps:toolDefault: -20
    inputBinding:
      prefix: -bm.minhoffset
  bm.maxhoffset:
    type: float?
    label: 'Block matching parameters: Maximum altitude offset (in meters)'
    doc: Maximum altitude above the selected elevation source (in meters)
    wps:toolDefault: 20
    inputBinding:
      prefix: -bm.maxhoffset
  postproc.bij:
    type: boolean?
    label: 'Postprocessing parameters: Use bijection consistency in block matching strategy'
    doc: Use bijection consistency. Right to Left correlation is computed to validate Left to Right disparities.
      If bijection is not found, the disparity is rejected.
    wps:toolDefault: true
    inputBinding:
      prefix: -postproc.bij
      valueFrom: '$(self ? "true" : "false")'
  postproc.med:
    type: boolean?
    label: 'Postprocessing parameters: Use median disparities filtering'
    doc: Disparity map can be filtered using median post filtering (disabled by default).
    wps:toolDefault: false
    inputBinding:
      prefix: -postproc.med
      valueFrom: '$(self ? "true" : "false")'
  postproc.metrict:
    type: float?
    label: 'Postprocessing parameters: Correlation metric threshold'
    doc: Use block matching metric output to discard pixels with low correlation value (disabled by default, float
      value)
    wps:toolDefault: 0.6
    inputBinding:
      prefix: -postproc.metrict
  mask.left:
    type: File?
    label: 'Masks: Input left mask'
    doc: Mask for left input image. Pixel with a null mask value are discarded.
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    inputBinding:
      prefix: -mask.left
      valueFrom: '$(image(self) + (inputs["mask.left_options"] ? "?" + inputs["mask.left_options"] : ""))'
  mask.left_options:
    type: string?
    label: 'Masks: Input left mask: extended file name'
    doc: 'How OTB reads the file: what stands behind the ? of an extended file name, for instance &bands=1,2&skipcarto=true'
    wps:pattern: (&(?!resol=)[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  mask.right:
    type: File?
    label: 'Masks: Input right mask'
    doc: Mask for right input image. Pixel with a null mask value are discarded.
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    inputBinding:
      prefix: -mask.right
      valueFrom: '$(image(self) + (inputs["mask.right_options"] ? "?" + inputs["mask.right_options"] : ""))'
  mask.right_options:
    type: string?
    label: 'Masks: Input right mask: extended file name'
    doc: 'How OTB reads the file: what stands behind the ? of an extended file name, for instance &bands=1,2&skipcarto=true'
    wps:pattern: (&(?!resol=)[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  mask.variancet:
    type: float?
    label: 'Masks: Discard pixels with low local variance'
    doc: This parameter allows one to discard pixels whose local variance is too small (the size of the neighborhood
      is given by the correlation window radius)
    wps:toolDefault: 50
    inputBinding:
      prefix: -mask.variancet
outputs:
  output.out:
    type: File
    label: 'Output parameters: Output DSM'
    doc: Output elevation image
    secondaryFiles: ['.aux.xml?', '^.geom?']
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    outputBinding:
      glob: $(inputs["output.out_name"])

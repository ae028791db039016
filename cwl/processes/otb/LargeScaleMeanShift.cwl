# Written by `wps-cwl otb generate` from OTB 8.1.1; changes get lost.
cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  wps: https://w3id.org/wps-cwl#
label: LargeScaleMeanShift
doc: |-
  Large-scale segmentation using MeanShift

  This application chains together the 4 steps of the MeanShift framework, that is the MeanShiftSmoothing, the LSMSSegmentation, the LSMSSmallRegionsMerging and the LSMSVectorization.

  This application can be a preliminary step for an object-based analysis.

  It generates a vector data file containing the regions extracted with the MeanShift algorithm. The spatial and range radius parameters allow adapting the sensitivity of the algorithm depending on the image dynamic and resolution. There is a step to remove small regions whose size (in pixels) is less than the given 'minsize' parameter. These regions are merged to a similar neighbor region. In the output vectors, there are additional fields to describe each region. In particular the mean and standard deviation (for each band) is computed for each region using the input image as support. If an optional 'imfield' image is given, it will be used as support image instead.

  See also: MeanShiftSmoothing
  LSMSSegmentation
  LSMSSmallRegionsMerging
  LSMSVectorization
wps:version: 8.1.1
wps:keywords: [Orfeo ToolBox, Segmentation, LSMS]
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
  images=" -in -mode.vector.imfield "
  needed=yes
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
- otbcli_LargeScaleMeanShift
arguments:
- prefix: -ram
  valueFrom: $(Math.floor(runtime.ram / 2))
inputs:
  in:
    type: File
    label: Input Image
    doc: The input image can be any single or multiband image. Beware of potential imbalance between bands ranges
      as it may alter euclidean distance.
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    inputBinding:
      prefix: -in
      valueFrom: '$(image(self) + (inputs["in_options"] ? "?" + inputs["in_options"] : ""))'
  in_options:
    type: string?
    label: 'Input Image: extended file name'
    doc: 'How OTB reads the file: what stands behind the ? of an extended file name, for instance &bands=1,2&skipcarto=true'
    wps:pattern: (&(?!resol=)[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  spatialr:
    type: int?
    label: Spatial radius
    doc: Radius of the spatial neighborhood for averaging. Higher values will result in more smoothing and higher
      processing time.
    wps:toolDefault: 5
    inputBinding:
      prefix: -spatialr
  ranger:
    type: float?
    label: Range radius
    doc: Threshold on spectral signature euclidean distance (expressed in radiometry unit) to consider neighborhood
      pixel for averaging. Higher values will be less edge-preserving (more similar to simple average in neighborhood),
      whereas lower values will result in less noise smoothing. Note that this parameter has no effect on processing
      time.
    wps:toolDefault: 15
    inputBinding:
      prefix: -ranger
  minsize:
    type: int?
    label: Minimum Segment Size
    doc: Minimum Segment Size. If, after the  segmentation, a segment is of size strictly lower than this criterion,
      the segment is merged with the segment that has the closest sepctral signature.
    wps:minimum: 1
    wps:toolDefault: 50
    inputBinding:
      prefix: -minsize
  tilesizex:
    type: int?
    label: Size of tiles in pixel (X-axis)
    doc: Size of tiles along the X-axis for tile-wise processing.
    wps:minimum: 1
    wps:toolDefault: 500
    inputBinding:
      prefix: -tilesizex
  tilesizey:
    type: int?
    label: Size of tiles in pixel (Y-axis)
    doc: Size of tiles along the Y-axis for tile-wise processing.
    wps:minimum: 1
    wps:toolDefault: 500
    inputBinding:
      prefix: -tilesizey
  mode:
    type:
    - 'null'
    - type: enum
      symbols: [vector, raster]
    label: Output mode
    doc: |-
      Type of segmented output

      - vector: Segmentation as vector output: In this mode, the application will produce a vector file or database and compute field values for each region
      - raster: Standard segmentation with labeled raster output: In this mode, the application will produce a standard labeled raster.
    wps:toolDefault: vector
    inputBinding:
      prefix: -mode
  mode.vector.imfield:
    type: File?
    label: Support image for field computation
    doc: This is an optional support image that can be used to compute field values in each region. Otherwise, the
      input image is used as support.
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    wps:when: mode = vector
    inputBinding:
      prefix: -mode.vector.imfield
      valueFrom: '$(image(self) + (inputs["mode.vector.imfield_options"] ? "?" + inputs["mode.vector.imfield_options"]
        : ""))'
  mode.vector.imfield_options:
    type: string?
    label: 'Support image for field computation: extended file name'
    doc: 'How OTB reads the file: what stands behind the ? of an extended file name, for instance &bands=1,2&skipcarto=true'
    wps:pattern: (&(?!resol=)[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
    wps:when: mode = vector
  mode.vector.out_name:
    type: string
    default: mode.vector.out.gpkg
    label: 'Output GIS vector file: file name'
    doc: What the file of the output mode.vector.out is called; the extension decides its format.
    wps:pattern: (?!otb-printed|cwl\.output)[A-Za-z0-9][A-Za-z0-9_.-]*
    wps:fileNameOf: mode.vector.out
    wps:when: mode = vector
    inputBinding:
      prefix: -mode.vector.out
      valueFrom: '$((inputs["mode"] || "vector") == "vector" ? self : null)'
  mode.raster.out_name:
    type: string
    default: mode.raster.out.tif
    label: 'The output raster image: file name'
    doc: What the file of the output mode.raster.out is called; the extension decides its format.
    wps:pattern: (?!otb-printed|cwl\.output)[A-Za-z0-9][A-Za-z0-9_.-]*
    wps:fileNameOf: mode.raster.out
    wps:when: mode = raster
    inputBinding:
      prefix: -mode.raster.out
      valueFrom: '$((inputs["mode"] || "vector") == "raster" ? [self + (inputs["mode.raster.out_options"] ? "?"
        + inputs["mode.raster.out_options"] : "")].concat(inputs["mode.raster.out_pixel"] || []) : null)'
  mode.raster.out_pixel:
    type:
    - 'null'
    - type: enum
      symbols: [uint8, uint16, int16, uint32, int32, float, double, cint16, cint32, cfloat, cdouble]
    label: 'The output raster image: pixel type'
    doc: The type of the pixels of the output mode.raster.out.
    wps:toolDefault: uint32
    wps:when: mode = raster
  mode.raster.out_options:
    type: string?
    label: 'The output raster image: extended file name'
    doc: 'How OTB writes the file: what stands behind the ? of an extended file name, for instance &gdal:co:COMPRESS=DEFLATE&streaming:type=none'
    wps:pattern: (&[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
    wps:when: mode = raster
  cleanup:
    type: boolean?
    label: Temporary files cleaning
    doc: If activated, the application will try to clean all temporary files it created
    wps:toolDefault: true
    inputBinding:
      prefix: -cleanup
      valueFrom: '$(self ? "true" : "false")'
outputs:
  mode.vector.out:
    type: File?
    label: Output GIS vector file
    doc: The output GIS vector file, representing the vectorized version of the segmented image where the features
      of the polygons are the radiometric means and variances.
    secondaryFiles: ['^.shx?', '^.dbf?', '^.prj?', '^.cpg?']
    wps:mediaTypes: [application/geopackage+sqlite3, application/gml+xml, application/x-esri-shape, application/vnd.sqlite3]
    outputBinding:
      glob: $(inputs["mode.vector.out_name"])
  mode.raster.out:
    type: File?
    label: The output raster image
    doc: It corresponds to the output of the small region merging step.
    secondaryFiles: ['.aux.xml?', '^.geom?']
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    outputBinding:
      glob: $(inputs["mode.raster.out_name"])

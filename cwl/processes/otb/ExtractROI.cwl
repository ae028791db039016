# Written by `wps-cwl otb generate` from OTB 8.1.1; changes get lost.
cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  wps: https://w3id.org/wps-cwl#
label: ExtractROI
doc: |-
  Extract a ROI defined by the user.

  This application extracts a Region Of Interest with user parameters. There are four mode of extraction. The standard mode allows the user to enter one point (upper left corner of the region to extract) and a size. The extent mode needs two points (upper left corner and lower right) and the radius mode need the center of the region and the radius: it will extract the rectangle containing the circle defined and limited by the image dimension. The fit mode needs a reference image or vector and the dimension of the extracted region will be the same as the extent of the reference. Different units are available such as pixel, image physical space or longitude and latitude.
wps:version: 8.1.1
wps:keywords: [Orfeo ToolBox, Image Manipulation]
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
  images=" -in -mode.fit.im -elev.dem -elev.geoid "
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
- otbcli_ExtractROI
arguments:
- prefix: -ram
  valueFrom: $(Math.floor(runtime.ram / 2))
inputs:
  in:
    type: File
    label: Input Image
    doc: Image to be processed.
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
  out_name:
    type: string
    default: out.tif
    label: 'Output Image: file name'
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
    label: 'Output Image: pixel type'
    doc: The type of the pixels of the output out.
    wps:toolDefault: float
  out_options:
    type: string?
    label: 'Output Image: extended file name'
    doc: 'How OTB writes the file: what stands behind the ? of an extended file name, for instance &gdal:co:COMPRESS=DEFLATE&streaming:type=none'
    wps:pattern: (&[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  mode:
    type:
    - 'null'
    - type: enum
      symbols: [standard, fit, extent, radius]
    label: Extraction mode
    doc: |-
      - standard: Standard: In standard mode extraction is done with 2 parameters: the upper left corner and the size of the region, decomposed in X and Y coordinates.
      - fit: Fit: In fit mode, extract is made from a reference: image or vector dataset.
      - extent: Extent: In extent mode, the ROI is defined by two points, the upper left corner and the lower right corner, decomposed in 2 coordinates: X and Y. The unit for those coordinates can be set.
      - radius: Radius: In radius mode, the ROI is defined by a point and a radius. The unit of those two parameters can be chosen independently.
    wps:toolDefault: standard
    inputBinding:
      prefix: -mode
  mode.fit.im:
    type: File?
    label: Reference image
    doc: Reference image to define the ROI
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    wps:when: mode = fit
    inputBinding:
      prefix: -mode.fit.im
      valueFrom: '$(image(self) + (inputs["mode.fit.im_options"] ? "?" + inputs["mode.fit.im_options"] : ""))'
  mode.fit.im_options:
    type: string?
    label: 'Reference image: extended file name'
    doc: 'How OTB reads the file: what stands behind the ? of an extended file name, for instance &bands=1,2&skipcarto=true'
    wps:pattern: (&(?!resol=)[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
    wps:when: mode = fit
  mode.fit.vect:
    type: File?
    label: Reference vector
    doc: The extent of the input vector file is computed and then gives a region of interest that will be extracted.
    wps:mediaTypes: [application/geo+json, application/gml+xml, application/geopackage+sqlite3, application/vnd.google-earth.kml+xml,
      application/x-esri-shape, application/vnd.sqlite3]
    secondaryFiles: ['^.shx?', '^.dbf?', '^.prj?', '^.cpg?']
    wps:when: mode = fit
    inputBinding:
      prefix: -mode.fit.vect
  mode.extent.ulx:
    type: float?
    label: X coordinate of the Upper left corner
    doc: X coordinate of upper left corner point.
    wps:toolDefault: 0
    wps:when: mode = extent
    inputBinding:
      prefix: -mode.extent.ulx
  mode.extent.uly:
    type: float?
    label: Y coordinate of Upper Left corner point
    doc: Y coordinate of upper left corner point.
    wps:toolDefault: 0
    wps:when: mode = extent
    inputBinding:
      prefix: -mode.extent.uly
  mode.extent.lrx:
    type: float?
    label: X coordinate of Lower Right corner point
    doc: X coordinate of lower right corner point.
    wps:toolDefault: 0
    wps:when: mode = extent
    inputBinding:
      prefix: -mode.extent.lrx
  mode.extent.lry:
    type: float?
    label: Y coordinate of Lower Right corner point
    doc: Y coordinate of lower right corner point.
    wps:toolDefault: 0
    wps:when: mode = extent
    inputBinding:
      prefix: -mode.extent.lry
  mode.extent.unit:
    type:
    - 'null'
    - type: enum
      symbols: [pxl, phy, lonlat]
    label: Unit
    doc: |-
      - pxl: Pixel: The unit for the parameters coordinates will be the pixel, meaning the index of the two points.
      - phy: Image physical space: The unit for the parameters coordinates will be the physical measure of the image.
      - lonlat: Longitude and latitude: The unit for the parameters coordinates will be the longitude and the latitude.
    wps:toolDefault: pxl
    wps:when: mode = extent
    inputBinding:
      prefix: -mode.extent.unit
  mode.radius.r:
    type: float?
    label: Radius
    doc: This is the radius parameter of the radius mode.
    wps:minimum: 0
    wps:toolDefault: 0
    wps:when: mode = radius
    inputBinding:
      prefix: -mode.radius.r
  mode.radius.unitr:
    type:
    - 'null'
    - type: enum
      symbols: [pxl, phy]
    label: Radius unit
    doc: |-
      - pxl: Pixel: The unit of the radius will be the pixel.
      - phy: Image physical space: The unit of the radius will be the physical measure of the image.
    wps:toolDefault: pxl
    wps:when: mode = radius
    inputBinding:
      prefix: -mode.radius.unitr
  mode.radius.cx:
    type: float?
    label: X coordinate of the center
    doc: This is the center coordinate of the radius mode, it will be either an ordinate or a latitude.
    wps:toolDefault: 0
    wps:when: mode = radius
    inputBinding:
      prefix: -mode.radius.cx
  mode.radius.cy:
    type: float?
    label: Y coordinate of the center
    wps:toolDefault: 0
    wps:when: mode = radius
    inputBinding:
      prefix: -mode.radius.cy
  mode.radius.unitc:
    type:
    - 'null'
    - type: enum
      symbols: [pxl, phy, lonlat]
    label: Center unit
    doc: |-
      - pxl: Pixel: The unit for the center coordinates will be the pixel
      - phy: Image physical space: The unit for the center coordinates will be the physical measure of the image.
      - lonlat: Lon/Lat: The unit for the center coordinates will be the longitude and the latitude.
    wps:toolDefault: pxl
    wps:when: mode = radius
    inputBinding:
      prefix: -mode.radius.unitc
  startx:
    type: int?
    label: Start X
    doc: ROI start x position.
    wps:minimum: 0
    wps:toolDefault: 0
    inputBinding:
      prefix: -startx
  starty:
    type: int?
    label: Start Y
    doc: ROI start y position.
    wps:minimum: 0
    wps:toolDefault: 0
    inputBinding:
      prefix: -starty
  sizex:
    type: int?
    label: Size X
    doc: size along x in pixels.
    wps:minimum: 0
    wps:toolDefault: 0
    inputBinding:
      prefix: -sizex
  sizey:
    type: int?
    label: Size Y
    doc: size along y in pixels.
    wps:minimum: 0
    wps:toolDefault: 0
    inputBinding:
      prefix: -sizey
  cl:
    type: string[]?
    label: Output Image channels
    doc: Channels to write in the output image.
    wps:pattern: (?!\s*-+[A-Za-z])[\s\S]*\S[\s\S]*
    inputBinding:
      prefix: -cl
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
    label: Output Image
    doc: Region of interest from the input image
    secondaryFiles: ['.aux.xml?', '^.geom?']
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    outputBinding:
      glob: $(inputs["out_name"])

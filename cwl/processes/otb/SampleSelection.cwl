# Written by `wps-cwl otb generate` from OTB 8.1.1; changes get lost.
cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  wps: https://w3id.org/wps-cwl#
label: SampleSelection
doc: |-
  Selects samples from a training vector data set.

  The application selects a set of samples from geometries intended for training (they should have a field giving the associated class).

  First of all, the geometries must be analyzed by the PolygonClassStatistics application to compute statistics about the geometries, which are summarized in an XML file.
  Then, this XML file must be given as an input to this application (parameter instats).

  The input support image and the input training vectors shall be given in parameters 'in' and 'vec' respectively. Only the sampling grid (origin, size, spacing)will be read in the input image.
  There are several strategies to select samples (parameter strategy) :

    - smallest (default) : select the same number of samples in each class so that the smallest one is fully sampled.
    - constant : select the same number of samples N in each class (with N below or equal to the size of the smallest class).
    - byclass : set the required number for each class manually, with an input CSV file (first column is class name, second one is the required samples number).

    - percent: set a target global percentage of samples to use. Class proportions will be respected.

    - total: set a target total number of samples to use. Class proportions will be respected.

  There is also a choice of the sampling type to perform:

    - periodic : select samples uniformly distributed
    - random : select samples randomly distributed

  Once the strategy and type are selected, the application outputs samples positions(parameter out).

  The other parameters to consider are:

    - layer : index specifying from which layer to pick geometries.
    - field : set the field name containing the class.
    - mask : an optional raster mask can be used to discard samples.
    - outrates : allows outputting a CSV file that summarizes the sampling rates for each class.

  As with the PolygonClassStatistics application, different types  of geometry are supported : polygons, lines, points.
  The behavior of this application is different for each type of geometry :

    - polygon: select points whose center is inside the polygon
    - lines  : select points intersecting the line
    - points : select closest point to the provided point
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
- otbcli_SampleSelection
arguments:
- prefix: -ram
  valueFrom: $(Math.floor(runtime.ram / 2))
inputs:
  in:
    type: File
    label: InputImage
    doc: Support image that will be classified
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    inputBinding:
      prefix: -in
      valueFrom: '$(image(self) + (inputs["in_options"] ? "?" + inputs["in_options"] : ""))'
  in_options:
    type: string?
    label: 'InputImage: extended file name'
    doc: 'How OTB reads the file: what stands behind the ? of an extended file name, for instance &bands=1,2&skipcarto=true'
    wps:pattern: (&(?!resol=)[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  mask:
    type: File?
    label: InputMask
    doc: Validity mask (only pixels corresponding to a mask value greater than 0 will be used for statistics)
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    inputBinding:
      prefix: -mask
      valueFrom: '$(image(self) + (inputs["mask_options"] ? "?" + inputs["mask_options"] : ""))'
  mask_options:
    type: string?
    label: 'InputMask: extended file name'
    doc: 'How OTB reads the file: what stands behind the ? of an extended file name, for instance &bands=1,2&skipcarto=true'
    wps:pattern: (&(?!resol=)[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  vec:
    type: File
    label: Input vectors
    doc: Input geometries to analyse
    wps:mediaTypes: [application/geo+json, application/gml+xml, application/geopackage+sqlite3, application/vnd.google-earth.kml+xml,
      application/x-esri-shape, application/vnd.sqlite3]
    secondaryFiles: ['^.shx?', '^.dbf?', '^.prj?', '^.cpg?']
    inputBinding:
      prefix: -vec
  out_name:
    type: string
    default: out.gpkg
    label: 'Output vectors: file name'
    doc: What the file of the output out is called; the extension decides its format.
    wps:pattern: (?!otb-printed|cwl\.output)[A-Za-z0-9][A-Za-z0-9_.-]*
    wps:fileNameOf: out
    inputBinding:
      prefix: -out
  instats:
    type: File
    label: Input Statistics
    doc: Input file storing statistics (XML format)
    wps:mediaTypes: [application/xml]
    inputBinding:
      prefix: -instats
  outrates_name:
    type: string?
    label: 'Output rates: file name'
    doc: What the file of the output outrates is called; the extension decides its format. Without a name, and when
      nobody asks for the output, it is not written.
    wps:pattern: (?!otb-printed|cwl\.output)[A-Za-z0-9][A-Za-z0-9_.-]*
    wps:fileNameOf: outrates
    inputBinding:
      prefix: -outrates
  sampler:
    type:
    - 'null'
    - type: enum
      symbols: [periodic, random]
    label: Sampler type
    doc: |-
      Type of sampling (periodic, pattern based, random)

      - periodic: Periodic sampler: Takes samples regularly spaced
      - random: Random sampler: The positions to select are randomly shuffled.
    wps:toolDefault: periodic
    inputBinding:
      prefix: -sampler
  sampler.periodic.jitter:
    type: int?
    label: Jitter amplitude
    doc: Jitter amplitude added during sample selection (0 = no jitter)
    wps:toolDefault: 0
    wps:when: sampler = periodic
    inputBinding:
      prefix: -sampler.periodic.jitter
  strategy:
    type:
    - 'null'
    - type: enum
      symbols: [byclass, constant, percent, total, smallest, all]
    label: Sampling strategy
    doc: |-
      - byclass: Set samples count for each class: Set samples count for each class
      - constant: Set the same samples counts for all classes: Set the same samples counts for all classes
      - percent: Use a percentage of the samples available for each class: Use a percentage of the samples available for each class
      - total: Set the total number of samples to generate, and use class proportions.: Set the total number of samples to generate, and use class proportions.
      - smallest: Set the same number of samples for all classes, with the smallest class fully sampled: Set the same number of samples for all classes, with the smallest class fully sampled
      - all: Use all samples: Use all samples
    wps:toolDefault: smallest
    inputBinding:
      prefix: -strategy
  strategy.byclass.in:
    type: File?
    label: Number of samples by class
    doc: Number of samples by class (CSV format with class name in 1st column and required samples in the 2nd.
    wps:mediaTypes: [text/csv]
    wps:when: strategy = byclass
    wps:requiredWhen: strategy = byclass
    inputBinding:
      prefix: -strategy.byclass.in
  strategy.constant.nb:
    type: int?
    label: Number of samples for all classes
    doc: Number of samples for all classes
    wps:when: strategy = constant
    wps:requiredWhen: strategy = constant
    inputBinding:
      prefix: -strategy.constant.nb
  strategy.percent.p:
    type: float?
    label: The percentage to use
    doc: The percentage to use
    wps:minimum: 0
    wps:maximum: 1
    wps:toolDefault: 0.5
    wps:when: strategy = percent
    inputBinding:
      prefix: -strategy.percent.p
  strategy.total.v:
    type: int?
    label: The number of samples to generate
    doc: The number of samples to generate
    wps:minimum: 1
    wps:toolDefault: 1000
    wps:when: strategy = total
    inputBinding:
      prefix: -strategy.total.v
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
  rand:
    type: int?
    label: Random seed
    doc: Set a specific random seed with integer value.
    inputBinding:
      prefix: -rand
outputs:
  out:
    type: File
    label: Output vectors
    doc: Output resampled geometries
    secondaryFiles: ['^.shx?', '^.dbf?', '^.prj?', '^.cpg?']
    wps:mediaTypes: [application/geopackage+sqlite3, application/gml+xml, application/x-esri-shape, application/vnd.sqlite3]
    outputBinding:
      glob: $(inputs["out_name"])
  outrates:
    type: File?
    label: Output rates
    doc: Output rates (CSV formatted)
    wps:mediaTypes: [text/csv]
    outputBinding:
      glob: $(inputs["outrates_name"])

# Written by `wps-cwl otb generate` from OTB 8.1.1; changes get lost.
cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  wps: https://w3id.org/wps-cwl#
label: Mosaic
doc: |-
  Perform a mosaic of input images

  This application performs a mosaic of the input images

  Limitations: 1. When "comp" parameter is different than "none", the sampling ratio for distance map computation can be adjusted to make input images fit into memory (distance map computation is not streamable).2. When "harmo" method is not "none", an algorithm performs the color harmonization of the input images using quadratic programming (QP). The objective function of the QP is a set of matrices, each one with size NxN (N being the number of input images). Hence, a large number of input images imply that those matrices fit into memory, and this is not related to the streaming capability of the application (ram parameter) but intrinsic to the harmonization process.
wps:version: 8.1.1
wps:keywords: [Orfeo ToolBox, Image Manipulation, Raster]
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
baseCommand: [otbcli_Mosaic]
arguments:
- prefix: -ram
  valueFrom: $(Math.floor(runtime.ram / 2))
inputs:
  il:
    type: File[]
    label: Input Images
    doc: Input images to mosaic
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    inputBinding:
      prefix: -il
      valueFrom: $(self.map(image))
  vdcut:
    type: File[]?
    label: Input VectorData for composition
    doc: VectorData files to be used for cut input images. Must be provided in the same order as the input images.
    wps:mediaTypes: [application/geo+json, application/gml+xml, application/geopackage+sqlite3, application/vnd.google-earth.kml+xml,
      application/x-esri-shape, application/vnd.sqlite3]
    secondaryFiles: ['^.shx?', '^.dbf?', '^.prj?', '^.cpg?']
    inputBinding:
      prefix: -vdcut
  vdstats:
    type: File[]?
    label: Input VectorData for statistics
    doc: VectorData files to be used for statistics computation (harmonization). Must be provided in the same order
      as the input images.
    wps:mediaTypes: [application/geo+json, application/gml+xml, application/geopackage+sqlite3, application/vnd.google-earth.kml+xml,
      application/x-esri-shape, application/vnd.sqlite3]
    secondaryFiles: ['^.shx?', '^.dbf?', '^.prj?', '^.cpg?']
    inputBinding:
      prefix: -vdstats
  comp.feather:
    type:
    - 'null'
    - type: enum
      symbols: [none, large, slim]
    label: 'Mosaic compositing mode: Feathering method'
    doc: |-
      Set the feathering method for composition

      - none: Simple compositing method: No feathering method is used. Copies the last image over earlier ones in areas of overlap
      - large: The large blending composition mode: Blends all images on the maximum overlapping areas (this produces seamless mosaics, but can cause blur effect where images are not perfectly aligned)
      - slim: The slim blending composition mode: Blends the last image over earlier ones in areas of overlap, on a given transition distance (seam can be visible from a certain zoom level, but it does not cause blur effect when images are not perfectly aligned)
    wps:toolDefault: none
    inputBinding:
      prefix: -comp.feather
  comp.feather.slim.exponent:
    type: float?
    label: 'Mosaic compositing mode: Transition smoothness (1.0 = linear transition)'
    wps:minimum: 0
    wps:toolDefault: 1
    wps:when: comp.feather = slim
    inputBinding:
      prefix: -comp.feather.slim.exponent
  comp.feather.slim.length:
    type: float?
    label: 'Mosaic compositing mode: Transition length (In cartographic units)'
    wps:minimum: 0
    wps:when: comp.feather = slim
    inputBinding:
      prefix: -comp.feather.slim.length
  harmo.method:
    type:
    - 'null'
    - type: enum
      symbols: [none, band, rgb]
    label: 'Spectral bands harmonization mode: harmonization method'
    doc: |-
      Set the harmonization method. More information about the "band" and "rgb" methods can be found in the paper "Natural Color Satellite Image Mosaicking Using Quadratic Programming in Decorrelated Color Space" Cresson and Saint-Geours, July 2015, IEEE JSTARS Volume 8 Issue 8 (https://doi.org/10.1109/JSTARS.2015.2449233)

      - none: None: No automatic harmonization is done
      - band: Spectral bands: Consists in minimizing a cost function based on images statistics in overlapping areas, for each band independently
      - rgb: True colors: Consists in minimizing a cost function based on images statistics in overlapping areas, in a decorreleted color space suitable for true color processing (works only on true color images, i.e. RGB). Only the first 3 bands are processed by this method.
    wps:toolDefault: none
    inputBinding:
      prefix: -harmo.method
  harmo.cost:
    type:
    - 'null'
    - type: enum
      symbols: [rmse, musig, mu]
    label: 'Spectral bands harmonization mode: harmonization cost function'
    doc: |-
      Set the harmonization cost function

      - rmse: Root mean squared error based cost function
      - musig: Mean and Standard deviation based cost function
      - mu: Mean based cost function
    wps:toolDefault: rmse
    inputBinding:
      prefix: -harmo.cost
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
  interpolator:
    type:
    - 'null'
    - type: enum
      symbols: [nn, bco, linear]
    label: Interpolation
    doc: |-
      This group of parameters allows defining how the input image will be interpolated during resampling.

      - nn: Nearest Neighbor interpolation: Nearest neighbor interpolation leads to poor image quality, but it is fast.
      - bco: Bicubic interpolation: Bicubic interpolation leads to great image quality, but it is slow.
      - linear: Linear interpolation: Linear interpolation leads to average image quality but is quite fast
    wps:toolDefault: nn
    inputBinding:
      prefix: -interpolator
  interpolator.bco.radius:
    type: int?
    label: Radius for bicubic interpolation
    doc: Size of the bicubic interpolation filter. If the target pixel size is higher than the input pixel size,
      increasing this parameter will reduce aliasing artefacts.
    wps:toolDefault: 2
    wps:when: interpolator = bco
    inputBinding:
      prefix: -interpolator.bco.radius
  output.spacingx:
    type: float?
    label: 'Output Image Grid: Pixel Size (X)'
    doc: Physical size (X) of output image pixels, in cartographic units.
    wps:minimum: 0
    inputBinding:
      prefix: -output.spacingx
  output.spacingy:
    type: float?
    label: 'Output Image Grid: Pixel Size (Y)'
    doc: Physical size (Y) of output image pixels, in cartographic units..
    wps:minimum: 0
    inputBinding:
      prefix: -output.spacingy
  distancemap.sr:
    type: float?
    label: 'Distance maps computation: Distance maps sampling ratio'
    doc: 'Distance maps are computed when the compositing method uses feathering. The distance maps sampling ratio
      is the ratio between the distance map physical spacing and the physical spacing of the original image. It
      is used to change the distance maps physical spacing: since the distance map computation is not a streamable
      pipeline, it can be useful to compute slightly smaller distance maps. distancemap.sr can be hence increased
      if input images are too big to fit the RAM, or in order to speed up the process'
    wps:toolDefault: 10
    inputBinding:
      prefix: -distancemap.sr
  nodata:
    type: float?
    label: no-data value
    doc: The no-data value is ignored during statistics computations (for color harmonisation) and for the mosaic
      compositing.
    wps:toolDefault: 0
    inputBinding:
      prefix: -nodata
outputs:
  out:
    type: File
    label: Output image
    doc: Output image, resulting from the mosaicing process.
    secondaryFiles: ['.aux.xml?', '^.geom?']
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    outputBinding:
      glob: $(inputs["out_name"])

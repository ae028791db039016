# Written by `wps-cwl otb generate` from OTB 8.1.1; changes get lost.
cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  wps: https://w3id.org/wps-cwl#
label: Segmentation
doc: |-
  Performs segmentation of an image, and output either a raster or a vector file. In vector mode, large input datasets are supported.

  This application allows one to perform various segmentation algorithms on a multispectral image. Available segmentation algorithms are two different versions of Mean-Shift segmentation algorithm (one being multi-threaded), simple pixel based connected components according to a user-defined criterion, and watershed from the gradient of the intensity (norm of spectral bands vector). The application has two different modes that affects the nature of its output.

  In raster mode, the output of the application is a classical image of unique labels identifying the segmented regions. The labeled output can be passed to the ColorMapping application to render regions with contrasted colours. Please note that this mode loads the whole input image into memory, and as such can not handle large images.

  To segment large data, one can use the vector mode. In this case, the output of the application is a vector file or database. The input image is split into tiles (whose size can be set using the tilesize parameter), and each tile is loaded, segmented with the chosen algorithm, vectorized, and written into the output file or database. This piece-wise behavior ensure that memory will never get overloaded, and that images of any size can be processed. There are few more options in the vector mode. The simplify option allows simplifying the geometry (i.e. remove nodes in polygons) according to a user-defined tolerance. The stitch option tries to stitch together the polygons corresponding to segmented region that may have been split by the tiling scheme.

  Limitations: In raster mode, the application can not handle large input images. Stitching step of vector mode might become slow with very large input images.
  MeanShift filter results depends on the number of threads used.
  Watershed and multiscale geodesic morphology segmentation will be performed on the amplitude  of the input image.
  This application does not handle no data values. No data pixels will be treated as regular pixels, This may lead to unexpected segmentation results and crashes.

  See also: LargeScaleMeanShift
wps:version: 8.1.1
wps:keywords: [Orfeo ToolBox, Segmentation]
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
baseCommand: [otbcli_Segmentation]
arguments: []
inputs:
  in:
    type: File
    label: Input Image
    doc: The input image to segment
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
  filter:
    type:
    - 'null'
    - type: enum
      symbols: [meanshift, cc, watershed, mprofiles]
    label: Segmentation algorithm
    doc: |-
      Choice of segmentation algorithm (mean-shift by default)

      - meanshift: Mean-Shift: OTB implementation of the Mean-Shift algorithm (multi-threaded).
      - cc: Connected components: Simple pixel-based connected-components algorithm with a user-defined connection condition.
      - watershed: Watershed: The traditional watershed algorithm. The height function is the gradient magnitude of the amplitude (square root of the sum of squared bands).
      - mprofiles: Morphological profiles based segmentation: Segmentation based on morphological profiles, as described in Martino Pesaresi and Jon Alti Benediktsson, Member, IEEE: A new approach for the morphological segmentation of high resolution satellite imagery. IEEE Transactions on geoscience and remote sensing, vol. 39, NO. 2, February 2001, p. 309-320.
    wps:toolDefault: meanshift
    inputBinding:
      prefix: -filter
  filter.meanshift.spatialr:
    type: int?
    label: Spatial radius
    doc: Spatial radius of the neighborhood.
    wps:toolDefault: 5
    wps:when: filter = meanshift
    inputBinding:
      prefix: -filter.meanshift.spatialr
  filter.meanshift.ranger:
    type: float?
    label: Range radius
    doc: Range radius defining the radius (expressed in radiometry unit) in the multispectral space.
    wps:toolDefault: 15
    wps:when: filter = meanshift
    inputBinding:
      prefix: -filter.meanshift.ranger
  filter.meanshift.thres:
    type: float?
    label: Mode convergence threshold
    doc: Algorithm iterative scheme will stop if mean-shift vector is below this threshold or if iteration number
      reached maximum number of iterations.
    wps:minimum: 0.1
    wps:toolDefault: 0.1
    wps:when: filter = meanshift
    inputBinding:
      prefix: -filter.meanshift.thres
  filter.meanshift.maxiter:
    type: int?
    label: Maximum number of iterations
    doc: Algorithm iterative scheme will stop if convergence hasn't been reached after the maximum number of iterations.
    wps:minimum: 1
    wps:toolDefault: 100
    wps:when: filter = meanshift
    inputBinding:
      prefix: -filter.meanshift.maxiter
  filter.meanshift.minsize:
    type: int?
    label: Minimum region size
    doc: Minimum size of a region (in pixel unit) in segmentation. Smaller clusters will be merged to the neighboring
      cluster with the closest radiometry. If set to 0 no pruning is done.
    wps:minimum: 0
    wps:toolDefault: 100
    wps:when: filter = meanshift
    inputBinding:
      prefix: -filter.meanshift.minsize
  filter.cc.expr:
    type: string?
    label: Condition
    doc: 'User defined connection condition, written as a mathematical expression. Available variables are ''p(i)b(i)'',
      ''intensity_p(i)'' and ''distance''. Substitute (i) by the desired value. Example of expression: intensity_p2
      > 0.5.'
    wps:pattern: (?!\s*-+[A-Za-z])[\s\S]*\S[\s\S]*
    wps:when: filter = cc
    wps:requiredWhen: filter = cc
    inputBinding:
      prefix: -filter.cc.expr
  filter.watershed.threshold:
    type: float?
    label: Depth Threshold
    doc: Depth threshold Units in percentage of the maximum depth in the image.
    wps:minimum: 0
    wps:maximum: 1
    wps:toolDefault: 0.01
    wps:when: filter = watershed
    inputBinding:
      prefix: -filter.watershed.threshold
  filter.watershed.level:
    type: float?
    label: Flood Level
    doc: flood level for generating the merge tree from the initial segmentation (between 0 and 1)
    wps:minimum: 0
    wps:maximum: 1
    wps:toolDefault: 0.1
    wps:when: filter = watershed
    inputBinding:
      prefix: -filter.watershed.level
  filter.mprofiles.size:
    type: int?
    label: Profile Size
    doc: Size of the profiles
    wps:minimum: 2
    wps:toolDefault: 5
    wps:when: filter = mprofiles
    inputBinding:
      prefix: -filter.mprofiles.size
  filter.mprofiles.start:
    type: int?
    label: Initial radius
    doc: Initial radius of the structuring element (in pixels)
    wps:minimum: 1
    wps:toolDefault: 1
    wps:when: filter = mprofiles
    inputBinding:
      prefix: -filter.mprofiles.start
  filter.mprofiles.step:
    type: int?
    label: Radius step
    doc: Radius step along the profile (in pixels)
    wps:minimum: 1
    wps:toolDefault: 1
    wps:when: filter = mprofiles
    inputBinding:
      prefix: -filter.mprofiles.step
  filter.mprofiles.sigma:
    type: float?
    label: Threshold of the final decision rule
    doc: Profiles values under the threshold will be ignored.
    wps:minimum: 0
    wps:toolDefault: 1
    wps:when: filter = mprofiles
    inputBinding:
      prefix: -filter.mprofiles.sigma
  mode:
    type:
    - 'null'
    - type: enum
      symbols: [vector, raster]
    label: Processing mode
    doc: |-
      Choice of processing mode, either raster or large-scale.

      - vector: Tile-based large-scale segmentation with vector output: In this mode, the application will output a vector file or database, and process the input image piecewise. This allows performing segmentation of very large images.
      - raster: Standard segmentation with labeled raster output: In this mode, the application will output a standard labeled raster. This mode can not handle large data.
    wps:toolDefault: vector
    inputBinding:
      prefix: -mode
  mode.vector.out_name:
    type: string
    default: mode.vector.out.gpkg
    label: 'Output vector file: file name'
    doc: What the file of the output mode.vector.out is called; the extension decides its format.
    wps:pattern: (?!otb-printed|cwl\.output)[A-Za-z0-9][A-Za-z0-9_.-]*
    wps:fileNameOf: mode.vector.out
    wps:when: mode = vector
    inputBinding:
      prefix: -mode.vector.out
      valueFrom: '$((inputs["mode"] || "vector") == "vector" ? self : null)'
  mode.vector.outmode:
    type:
    - 'null'
    - type: enum
      symbols: [ulco, ovw, ulovw, ulu]
    label: Writing mode for the output vector file
    doc: |-
      This allows one to set the writing behaviour for the output vector file. Please note that the actual behaviour depends on the file format.

      - ulco: Update output vector file, only allow creating new layers: The output vector file is opened in update mode if existing. If the output layer already exists, the application stops, leaving it untouched.
      - ovw: Overwrite output vector file if existing.: If the output vector file already exists, it is completely destroyed (including all its layers) and recreated from scratch.
      - ulovw: Update output vector file, overwrite existing layer: The output vector file is opened in update mode if existing. If the output layer already exists, it si completely destroyed and recreated from scratch.
      - ulu: Update output vector file, update existing layer: The output vector file is opened in update mode if existing. If the output layer already exists, the new geometries are appended to the layer.
    wps:toolDefault: ulco
    wps:when: mode = vector
    inputBinding:
      prefix: -mode.vector.outmode
  mode.vector.inmask:
    type: File?
    label: Mask Image
    doc: Only pixels whose mask value is strictly positive will be segmented.
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    wps:when: mode = vector
    inputBinding:
      prefix: -mode.vector.inmask
      valueFrom: '$(image(self) + (inputs["mode.vector.inmask_options"] ? "?" + inputs["mode.vector.inmask_options"]
        : ""))'
  mode.vector.inmask_options:
    type: string?
    label: 'Mask Image: extended file name'
    doc: 'How OTB reads the file: what stands behind the ? of an extended file name, for instance &bands=1,2&skipcarto=true'
    wps:pattern: (&(?!resol=)[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
    wps:when: mode = vector
  mode.vector.neighbor:
    type: boolean?
    label: 8-neighbor connectivity
    doc: Activate 8-Neighborhood connectivity (default is 4).
    wps:toolDefault: false
    wps:when: mode = vector
    inputBinding:
      prefix: -mode.vector.neighbor
      valueFrom: '$(self ? "true" : "false")'
  mode.vector.stitch:
    type: boolean?
    label: Stitch polygons
    doc: Scan polygons on each side of tiles and stitch polygons which connect by more than one pixel.
    wps:toolDefault: true
    wps:when: mode = vector
    inputBinding:
      prefix: -mode.vector.stitch
      valueFrom: '$(self ? "true" : "false")'
  mode.vector.minsize:
    type: int?
    label: Minimum object size
    doc: Objects whose size is below the minimum object size (area in pixels) will be ignored during vectorization.
    wps:minimum: 1
    wps:toolDefault: 1
    wps:when: mode = vector
    inputBinding:
      prefix: -mode.vector.minsize
  mode.vector.simplify:
    type: float?
    label: Simplify polygons
    doc: Simplify polygons according to a given tolerance (in pixel). This option allows reducing the size of the
      output file or database.
    wps:toolDefault: 0.1
    wps:when: mode = vector
    inputBinding:
      prefix: -mode.vector.simplify
  mode.vector.layername:
    type: string?
    label: Layer name
    doc: Name of the layer in the vector file or database (default is Layer).
    wps:pattern: (?!\s*-+[A-Za-z])[\s\S]*\S[\s\S]*
    wps:toolDefault: layer
    wps:when: mode = vector
    inputBinding:
      prefix: -mode.vector.layername
  mode.vector.fieldname:
    type: string?
    label: Geometry index field name
    doc: Name of the field holding the geometry index in the output vector file or database.
    wps:pattern: (?!\s*-+[A-Za-z])[\s\S]*\S[\s\S]*
    wps:toolDefault: DN
    wps:when: mode = vector
    inputBinding:
      prefix: -mode.vector.fieldname
  mode.vector.tilesize:
    type: int?
    label: Tiles size
    doc: User defined tiles size for tile-based segmentation. Optimal tile size is selected according to available
      RAM if null.
    wps:minimum: 0
    wps:toolDefault: 1024
    wps:when: mode = vector
    inputBinding:
      prefix: -mode.vector.tilesize
  mode.vector.startlabel:
    type: int?
    label: Starting geometry index
    doc: Starting value of the geometry index field
    wps:minimum: 1
    wps:toolDefault: 1
    wps:when: mode = vector
    inputBinding:
      prefix: -mode.vector.startlabel
  mode.vector.ogroptions:
    type: string[]?
    label: OGR options for layer creation
    doc: A list of layer creation options in the form KEY=VALUE that will be passed directly to OGR without any
      validity checking. Options may depend on the file format, and can be found in OGR documentation.
    wps:pattern: \w+=[^/\\]*
    wps:when: mode = vector
    inputBinding:
      prefix: -mode.vector.ogroptions
  mode.raster.out_name:
    type: string
    default: mode.raster.out.tif
    label: 'Output labeled image: file name'
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
    label: 'Output labeled image: pixel type'
    doc: The type of the pixels of the output mode.raster.out.
    wps:toolDefault: uint32
    wps:when: mode = raster
  mode.raster.out_options:
    type: string?
    label: 'Output labeled image: extended file name'
    doc: 'How OTB writes the file: what stands behind the ? of an extended file name, for instance &gdal:co:COMPRESS=DEFLATE&streaming:type=none'
    wps:pattern: (&[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
    wps:when: mode = raster
outputs:
  mode.vector.out:
    type: File?
    label: Output vector file
    doc: The output vector file or database (name can be anything understood by OGR)
    secondaryFiles: ['^.shx?', '^.dbf?', '^.prj?', '^.cpg?']
    wps:mediaTypes: [application/geopackage+sqlite3, application/gml+xml, application/x-esri-shape, application/vnd.sqlite3]
    outputBinding:
      glob: $(inputs["mode.vector.out_name"])
  mode.raster.out:
    type: File?
    label: Output labeled image
    doc: The output labeled image.
    secondaryFiles: ['.aux.xml?', '^.geom?']
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    outputBinding:
      glob: $(inputs["mode.raster.out_name"])

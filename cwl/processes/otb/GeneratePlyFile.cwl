# Written by `wps-cwl otb generate` from OTB 8.1.1; changes get lost.
cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  wps: https://w3id.org/wps-cwl#
label: GeneratePlyFile
doc: |-
  Generate a 3D Ply file from a DEM and a color image.

  The application converts an image containing elevations into a PLY file, which is a file format to store 3D models. This format is adpated for visualization on software such as MeshLab [2] or CloudCompare [3]

  This application is part of the stereo reconstruction framework. The input data can be produced by the application DisparityMapToElevationMap.

  There are two types of supported input images:

  * A DEM image, with a ground projection, containing elevation values. Each elevation value can be considered as a 3D point.
  * A 3D grid image, containing 5 bands (the first 3 are the 3D coordinates of each point, the 5th is a validity mask where valid values are larger or equal to 1)

  The user shall also give a support image that contains color values for each 3D point. The color values will be embedded in the PLY file.

  Limitations: The input DEM image has to entirely fit into memory.

  See also: - [1] DisparityMapToElevationMap
  - [2] http://www.meshlab.net/
  - [3] http://www.cloudcompare.org/
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
baseCommand: [otbcli_GeneratePlyFile]
arguments: []
inputs:
  indem:
    type: File
    label: The input DEM image
    doc: The image should be either a projected DEM or a 3D grid containing 3D point coordinates and a validity
      mask.
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    inputBinding:
      prefix: -indem
      valueFrom: '$(image(self) + (inputs["indem_options"] ? "?" + inputs["indem_options"] : ""))'
  indem_options:
    type: string?
    label: 'The input DEM image: extended file name'
    doc: 'How OTB reads the file: what stands behind the ? of an extended file name, for instance &bands=1,2&skipcarto=true'
    wps:pattern: (&(?!resol=)[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  mode:
    type:
    - 'null'
    - type: enum
      symbols: [dem, 3dgrid]
    label: Conversion Mode
    doc: |-
      - dem: DEM: DEM conversion mode (the projection information of the DEM is used to derive the X and Y coordinates of each point)
      - 3dgrid: 3D grid: 3D grid conversion mode
    wps:toolDefault: dem
    inputBinding:
      prefix: -mode
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
  incolor:
    type: File
    label: The input color image
    doc: If the color image has 4 bands it will be interpreted as Red, Green, Blue, NIR. In other cases, only the
      first one is used (gray scale colors). The color values are expected in the range 0 - 255, and will be embedded
      with each 3D point of the PLY file.
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    inputBinding:
      prefix: -incolor
      valueFrom: '$(image(self) + (inputs["incolor_options"] ? "?" + inputs["incolor_options"] : ""))'
  incolor_options:
    type: string?
    label: 'The input color image: extended file name'
    doc: 'How OTB reads the file: what stands behind the ? of an extended file name, for instance &bands=1,2&skipcarto=true'
    wps:pattern: (&(?!resol=)[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  out_name:
    type: string
    default: out.ply
    label: 'The output Ply file: file name'
    doc: What the file of the output out is called; the extension decides its format.
    wps:pattern: (?!otb-printed|cwl\.output)[A-Za-z0-9][A-Za-z0-9_.-]*
    wps:fileNameOf: out
    inputBinding:
      prefix: -out
outputs:
  out:
    type: File
    label: The output Ply file
    doc: The output Ply file will contain as many 3D points as pixels in the input DEM.
    wps:mediaTypes: [application/octet-stream]
    outputBinding:
      glob: $(inputs["out_name"])

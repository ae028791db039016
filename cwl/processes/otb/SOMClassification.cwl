# Written by `wps-cwl otb generate` from OTB 8.1.1; changes get lost.
cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  wps: https://w3id.org/wps-cwl#
label: SOMClassification
doc: |-
  SOM image classification.

  Unsupervised Self Organizing Map image classification.
wps:version: 8.1.1
wps:keywords: [Orfeo ToolBox, Learning, Segmentation]
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
baseCommand: [otbcli_SOMClassification]
arguments:
- prefix: -ram
  valueFrom: $(Math.floor(runtime.ram / 2))
inputs:
  in:
    type: File
    label: InputImage
    doc: Input image to classify.
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
  out_name:
    type: string
    default: out.tif
    label: 'OutputImage: file name'
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
    label: 'OutputImage: pixel type'
    doc: The type of the pixels of the output out.
    wps:toolDefault: uint8
  out_options:
    type: string?
    label: 'OutputImage: extended file name'
    doc: 'How OTB writes the file: what stands behind the ? of an extended file name, for instance &gdal:co:COMPRESS=DEFLATE&streaming:type=none'
    wps:pattern: (&[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  vm:
    type: File?
    label: ValidityMask
    doc: Validity mask (only pixels corresponding to a mask value greater than 0 will be used for learning)
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    inputBinding:
      prefix: -vm
      valueFrom: '$(image(self) + (inputs["vm_options"] ? "?" + inputs["vm_options"] : ""))'
  vm_options:
    type: string?
    label: 'ValidityMask: extended file name'
    doc: 'How OTB reads the file: what stands behind the ? of an extended file name, for instance &bands=1,2&skipcarto=true'
    wps:pattern: (&(?!resol=)[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  tp:
    type: float?
    label: TrainingProbability
    doc: Probability for a sample to be selected in the training set
    wps:toolDefault: 1
    inputBinding:
      prefix: -tp
  ts:
    type: int?
    label: TrainingSetSize
    doc: Maximum training set size (in pixels)
    inputBinding:
      prefix: -ts
  som_name:
    type: string?
    label: 'SOM Map: file name'
    doc: What the file of the output som is called; the extension decides its format. Without a name, and when nobody
      asks for the output, it is not written.
    wps:pattern: (?!otb-printed|cwl\.output)[A-Za-z0-9][A-Za-z0-9_.-]*
    wps:fileNameOf: som
    inputBinding:
      prefix: -som
      valueFrom: '$([self + (inputs["som_options"] ? "?" + inputs["som_options"] : "")].concat(inputs["som_pixel"]
        || []))'
  som_pixel:
    type:
    - 'null'
    - type: enum
      symbols: [uint8, uint16, int16, uint32, int32, float, double, cint16, cint32, cfloat, cdouble]
    label: 'SOM Map: pixel type'
    doc: The type of the pixels of the output som.
    wps:toolDefault: float
  som_options:
    type: string?
    label: 'SOM Map: extended file name'
    doc: 'How OTB writes the file: what stands behind the ? of an extended file name, for instance &gdal:co:COMPRESS=DEFLATE&streaming:type=none'
    wps:pattern: (&[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  sx:
    type: int?
    label: SizeX
    doc: X size of the SOM map
    wps:toolDefault: 32
    inputBinding:
      prefix: -sx
  sy:
    type: int?
    label: SizeY
    doc: Y size of the SOM map
    wps:toolDefault: 32
    inputBinding:
      prefix: -sy
  nx:
    type: int?
    label: NeighborhoodX
    doc: X size of the initial neighborhood in the SOM map
    wps:toolDefault: 10
    inputBinding:
      prefix: -nx
  ny:
    type: int?
    label: NeighborhoodY
    doc: Y size of the initial neighborhood in the SOM map
    wps:toolDefault: 10
    inputBinding:
      prefix: -ny
  ni:
    type: int?
    label: NumberIteration
    doc: Number of iterations for SOM learning
    wps:toolDefault: 5
    inputBinding:
      prefix: -ni
  bi:
    type: float?
    label: BetaInit
    doc: Initial learning coefficient
    wps:toolDefault: 1
    inputBinding:
      prefix: -bi
  bf:
    type: float?
    label: BetaFinal
    doc: Final learning coefficient
    wps:toolDefault: 0.1
    inputBinding:
      prefix: -bf
  iv:
    type: float?
    label: InitialValue
    doc: Maximum initial neuron weight
    wps:toolDefault: 0
    inputBinding:
      prefix: -iv
  rand:
    type: int?
    label: Random seed
    doc: Set a specific random seed with integer value.
    inputBinding:
      prefix: -rand
outputs:
  out:
    type: File
    label: OutputImage
    doc: Output classified image (each pixel contains the index of its corresponding vector in the SOM).
    secondaryFiles: ['.aux.xml?', '^.geom?']
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    outputBinding:
      glob: $(inputs["out_name"])
  som:
    type: File?
    label: SOM Map
    doc: Output image containing the Self-Organizing Map
    secondaryFiles: ['.aux.xml?', '^.geom?']
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    outputBinding:
      glob: $(inputs["som_name"])

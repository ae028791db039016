# Written by `wps-cwl otb generate` from OTB 8.1.1; changes get lost.
cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  wps: https://w3id.org/wps-cwl#
label: MultiImageSamplingRate
doc: |-
  Compute sampling rate for an input set of images.

  The application computes sampling rates for a set of input images. Before calling this application, each pair of image and training vectors has to be analysed with the application PolygonClassStatistics. The statistics file is then used to compute the sampling rates for each class in each image. Several types of sampling  are implemented. Each one is a combination of a mono-image strategy and a multi-image mode. The mono-image strategies are:

  * smallest (default): select the same number of sample in each class so that the smallest one is fully sampled.
  * constant: select the same number of samples N in each class (with N below or equal to the size of the smallest class).
  * byclass: set the required number for each class manually, with an input CSV file (first column is class name, second one is the required samples number).

  The multi-image modes (mim) are proportional, equal and custom. The custom mode lets the user choose the distribution of samples among the images. The different behaviours are described below. Ti(c) and Ni(c)  refers respectively to the total number and needed number of samples in image i for class c. Let's call L the total number of images.

  * strategy = all

      - Same behaviour for all modes: take all samples

  * strategy = constant: let's call M the global number of samples required per class. For each image i and each class c:

      - if mim = proportional, then Ni( c ) = M * Ti( c ) / sum_k( Tk(c) )

      - if mim = equal       , then Ni( c ) = M / L

      - if mim = custom      , then Ni( c ) = Mi where Mi is the custom requested number of samples for image i

  * strategy = byClass : let's call M(c) the global number of samples for class c). For each image i and each class c:

      - if mim = proportional, then Ni( c ) = M(c) * Ti( c ) / sum_k( Tk(c) )

      - if mim = equal       , then Ni( c ) = M(c) / L

      - if mim = custom      , then Ni( c ) = Mi(c) where Mi(c) is the custom requested number of samples for image i and class c

  * strategy = percent : For each image i and each class c:

      - if mim = proportional, then Ni( c ) = p * Ti( c ) where p is the global percentage of samples

      - if mim = equal       , then Ni( c ) = p * sum_k(Tk(c)]/L where p is the global percentage of samples

      - if mim = custom      , then Ni( c ) = p(i) * Ti(c) where p(i) is the percentage of samples for image i. c

  * strategy = total : For each image i and each class c:

      - if mim = proportional, then Ni( c ) = total * (sum_k(Ti(k))/sum_kl(Tl(k))) * (Ti(c)/sum_k(Ti(k))) where total is the total number of samples specified.

      - if mim = equal       , then Ni( c ) = (total / L) * (Ti(c)/sum_k(Ti(k))) where total is the total number of samples specified.

      - if mim = custom      , then Ni( c ) = total(i) * (Ti(c)/sum_k(Ti(k))) where total(i) is the total number of samples specified for image i.

  * strategy = smallest class

      - if mim = proportional, then the smallest class size (computed globally) is used for the strategy constant+proportional.

      - if mim = equal       , then the smallest class size (computed globally) is used for the strategy constant+equal.

      - if mim = custom      , then the smallest class is computed and used for each image separately.
wps:version: 8.1.1
wps:keywords: [Orfeo ToolBox, Learning]
wps:progress: terminal
wps:lastStage: Writing
requirements:
  InlineJavascriptRequirement: {}
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
baseCommand: [otbcli_MultiImageSamplingRate]
arguments: []
inputs:
  il:
    type: File[]
    label: Input statistics
    doc: List of statistics files for each input image.
    wps:mediaTypes: [application/xml]
    inputBinding:
      prefix: -il
  out_name:
    type: string
    default: out.csv
    label: 'Output sampling rates: file name'
    doc: What the file of the output out is called; the extension decides its format.
    wps:pattern: (?!otb-printed|cwl\.output)[A-Za-z0-9][A-Za-z0-9_.-]*
    wps:fileNameOf: out
    inputBinding:
      prefix: -out
  strategy:
    type:
    - 'null'
    - type: enum
      symbols: [byclass, constant, smallest, percent, total, all]
    label: Sampling strategy
    doc: |-
      - byclass: Set samples count for each class: Set samples count for each class
      - constant: Set the same samples counts for all classes: Set the same samples counts for all classes
      - smallest: Set same number of samples for all classes, with the smallest class fully sampled: Set same number of samples for all classes, with the smallest class fully sampled
      - percent: Use a percentage of the samples available for each class: Use a percentage of the samples available for each class
      - total: Set the total number of samples to generate, and use class proportions.: Set the total number of samples to generate, and use class proportions.
      - all: Use all samples: Use all samples
    wps:toolDefault: smallest
    inputBinding:
      prefix: -strategy
  strategy.byclass.in:
    type: File[]?
    label: Number of samples by class
    doc: Number of samples by class (CSV format with class name in 1st column and required samples in the 2nd).In
      the case of the custom multi-image mode, several inputs may be given for each image.
    wps:mediaTypes: [text/csv]
    wps:when: strategy = byclass
    wps:requiredWhen: strategy = byclass
    inputBinding:
      prefix: -strategy.byclass.in
  strategy.constant.nb:
    type: string?
    label: Number of samples for all classes
    doc: Number of samples for all classes.In the case of the custom multi-image mode, several values can be given
      for each image.
    wps:pattern: (?!\s*-+[A-Za-z])[\s\S]*\S[\s\S]*
    wps:when: strategy = constant
    wps:requiredWhen: strategy = constant
    inputBinding:
      prefix: -strategy.constant.nb
  strategy.percent.p:
    type: string?
    label: The percentage(s) to use
    doc: The percentage(s) to use In the case of the custom multi-image mode, several values can be given for each
      image.
    wps:pattern: (?!\s*-+[A-Za-z])[\s\S]*\S[\s\S]*
    wps:when: strategy = percent
    wps:requiredWhen: strategy = percent
    inputBinding:
      prefix: -strategy.percent.p
  strategy.total.v:
    type: string?
    label: The number of samples to generate
    doc: The number of samples to generateIn the case of the custom multi-image mode, several values can be given
      for each image.
    wps:pattern: (?!\s*-+[A-Za-z])[\s\S]*\S[\s\S]*
    wps:when: strategy = total
    wps:requiredWhen: strategy = total
    inputBinding:
      prefix: -strategy.total.v
  mim:
    type:
    - 'null'
    - type: enum
      symbols: [proportional, equal, custom]
    label: Multi-Image Mode
    doc: |-
      - proportional: Proportional: Split the required number of samples proportionally
      - equal: equal: Equal split of the required number of samples
      - custom: Custom: Split the number of samples based on the user's choice.
    wps:toolDefault: proportional
    inputBinding:
      prefix: -mim
outputs:
  out:
    type: File[]
    label: Output sampling rates
    doc: 'Output filename storing sampling rates (CSV format with class name, required samples, total samples, and
      rate). The given filename will be used with a suffix to indicate the corresponding input index (for instance:
      rates.csv will give rates_1.csv, rates_2.csv, ...).'
    wps:mediaTypes: [text/csv]
    outputBinding:
      glob: $(inputs["out_name"] && inputs["out_name"].replace(/(\.[^.]*)?$/, "_*$1"))

# Written by `wps-cwl otb generate` from OTB 8.1.1; changes get lost.
cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  wps: https://w3id.org/wps-cwl#
label: ComputeImagesStatistics
doc: |-
  Computes global mean and standard deviation for each band from a set of images and optionally saves the results in an XML file.

  This application computes a global mean and standard deviation for each band of a set of images and optionally saves the results in an XML file. The output XML is intended to be used as an input for the TrainImagesClassifier application to normalize samples before learning. You can also normalize the image with the XML file in the ImageClassifier application.

  Limitations: Each image of the set must contain the same bands as the others (i.e. same types, in the same order).

  See also: Documentation of the TrainImagesClassifier and ImageClassifier application.
wps:version: 8.1.1
wps:keywords: [Orfeo ToolBox, Learning, Image Analysis]
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
baseCommand: [otbcli_ComputeImagesStatistics]
arguments:
- prefix: -ram
  valueFrom: $(Math.floor(runtime.ram / 2))
inputs:
  il:
    type: File[]
    label: Input images
    doc: List of input image filenames.
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    inputBinding:
      prefix: -il
      valueFrom: $(self.map(image))
  bv:
    type: float?
    label: Background Value
    doc: Background value to ignore in computation of statistics.
    inputBinding:
      prefix: -bv
  out.xml_name:
    type: string?
    label: 'Optional outputs: Output XML file: file name'
    doc: What the file of the output out.xml is called; the extension decides its format. Without a name, and when
      nobody asks for the output, it is not written.
    wps:pattern: (?!otb-printed|cwl\.output)[A-Za-z0-9][A-Za-z0-9_.-]*
    wps:fileNameOf: out.xml
    inputBinding:
      prefix: -out.xml
outputs:
  out.xml:
    type: File?
    label: 'Optional outputs: Output XML file'
    doc: XML filename where the statistics are saved for future reuse.
    wps:mediaTypes: [application/xml]
    outputBinding:
      glob: $(inputs["out.xml_name"])
  out.mean:
    type: string?
    label: Mean pixel Value
    doc: Mean pixel value.
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printed(self[0].contents, "out.mean"))
  out.min:
    type: string?
    label: Min pixel Value
    doc: Minimum pixel value.
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printed(self[0].contents, "out.min"))
  out.max:
    type: string?
    label: Max pixel Value
    doc: Maximum pixel value.
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printed(self[0].contents, "out.max"))
  out.std:
    type: string?
    label: Standard deviation of pixel Value
    doc: Standard deviation of pixel value.
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printed(self[0].contents, "out.std"))
stdout: otb-printed.txt

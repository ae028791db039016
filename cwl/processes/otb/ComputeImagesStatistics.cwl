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
      GDAL_SKIP: VRT DERIVED WMS WMTS WCS PLMOSAIC EEDAI DAAS STACTA STACIT NGW HTTP OGR_VRT WFS OAPIF Elasticsearch
        Carto AmigoCloud PLSCENES CSW GMLAS
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
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg, application/x-netcdf]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    inputBinding:
      prefix: -il
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
    wps:pattern: '[A-Za-z0-9][A-Za-z0-9_.-]*'
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

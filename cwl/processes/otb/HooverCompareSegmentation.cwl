# Written by `wps-cwl otb generate` from OTB 8.1.1; changes get lost.
cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  wps: https://w3id.org/wps-cwl#
label: HooverCompareSegmentation
doc: |-
  Compare two segmentations with Hoover metrics

  This application compares a machine segmentation (MS) with a partial ground truth segmentation (GT). The Hoover metrics are used to estimate scores for correct detection, over-segmentation, under-segmentation and missed detection.

  The application can output the overall Hoover scores along with coloredimages of the MS and GT segmentation showing the state of each region (correct detection, over-segmentation, under-segmentation, missed).

  The legend for the colored images is as follow:

  - **white**:   background

  - **green**:   correct detection

  - **magenta**: over-segmentation

  - **cyan**:    under-segmentation

  - **red**:     missed detection (only for GT)

  The Hoover metrics are described in: Hoover et al., "An experimental comparison of range image segmentation algorithms", IEEE PAMI vol. 18, no. 7, July 1996.

  See also: otbHooverMatrixFilter, otbHooverInstanceFilter, otbLabelMapToAttributeImageFilter
wps:version: 8.1.1
wps:keywords: [Orfeo ToolBox, Segmentation]
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
baseCommand: [otbcli_HooverCompareSegmentation]
arguments: []
inputs:
  ingt:
    type: File
    label: Input ground truth
    doc: A partial ground truth segmentation image.
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg, application/x-netcdf]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    inputBinding:
      prefix: -ingt
      valueFrom: '$(self.path + (inputs["ingt_options"] ? "?" + inputs["ingt_options"] : ""))'
  ingt_options:
    type: string?
    label: 'Input ground truth: extended file name'
    doc: 'How OTB reads the file: what stands behind the ? of an extended file name, for instance &bands=1,2&skipcarto=true'
    wps:pattern: (&[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  inms:
    type: File
    label: Input machine segmentation
    doc: A machine segmentation image.
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg, application/x-netcdf]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    inputBinding:
      prefix: -inms
      valueFrom: '$(self.path + (inputs["inms_options"] ? "?" + inputs["inms_options"] : ""))'
  inms_options:
    type: string?
    label: 'Input machine segmentation: extended file name'
    doc: 'How OTB reads the file: what stands behind the ? of an extended file name, for instance &bands=1,2&skipcarto=true'
    wps:pattern: (&[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  bg:
    type: int?
    label: Background label
    doc: Label value of the background in the input segmentations
    wps:toolDefault: 0
    inputBinding:
      prefix: -bg
  th:
    type: float?
    label: Overlapping threshold
    doc: Overlapping threshold used to find Hoover instances.
    wps:toolDefault: 0.75
    inputBinding:
      prefix: -th
  outgt_name:
    type: string?
    label: 'Colored ground truth output: file name'
    doc: What the file of the output outgt is called; the extension decides its format. Without a name, and when
      nobody asks for the output, it is not written.
    wps:pattern: '[A-Za-z0-9][A-Za-z0-9_.-]*'
    wps:fileNameOf: outgt
    inputBinding:
      prefix: -outgt
      valueFrom: '$([self + (inputs["outgt_options"] ? "?" + inputs["outgt_options"] : "")].concat(inputs["outgt_pixel"]
        || []))'
  outgt_pixel:
    type:
    - 'null'
    - type: enum
      symbols: [uint8, uint16, int16, uint32, int32, float, double, cint16, cint32, cfloat, cdouble]
    label: 'Colored ground truth output: pixel type'
    doc: The type of the pixels of the output outgt.
    wps:toolDefault: uint8
  outgt_options:
    type: string?
    label: 'Colored ground truth output: extended file name'
    doc: 'How OTB writes the file: what stands behind the ? of an extended file name, for instance &gdal:co:COMPRESS=DEFLATE&streaming:type=none'
    wps:pattern: (&[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  outms_name:
    type: string?
    label: 'Colored machine segmentation output: file name'
    doc: What the file of the output outms is called; the extension decides its format. Without a name, and when
      nobody asks for the output, it is not written.
    wps:pattern: '[A-Za-z0-9][A-Za-z0-9_.-]*'
    wps:fileNameOf: outms
    inputBinding:
      prefix: -outms
      valueFrom: '$([self + (inputs["outms_options"] ? "?" + inputs["outms_options"] : "")].concat(inputs["outms_pixel"]
        || []))'
  outms_pixel:
    type:
    - 'null'
    - type: enum
      symbols: [uint8, uint16, int16, uint32, int32, float, double, cint16, cint32, cfloat, cdouble]
    label: 'Colored machine segmentation output: pixel type'
    doc: The type of the pixels of the output outms.
    wps:toolDefault: uint8
  outms_options:
    type: string?
    label: 'Colored machine segmentation output: extended file name'
    doc: 'How OTB writes the file: what stands behind the ? of an extended file name, for instance &gdal:co:COMPRESS=DEFLATE&streaming:type=none'
    wps:pattern: (&[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
outputs:
  outgt:
    type: File?
    label: Colored ground truth output
    doc: The colored ground truth output image.
    secondaryFiles: ['.aux.xml?', '^.geom?']
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    outputBinding:
      glob: $(inputs["outgt_name"])
  outms:
    type: File?
    label: Colored machine segmentation output
    doc: The colored machine segmentation output image.
    secondaryFiles: ['.aux.xml?', '^.geom?']
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    outputBinding:
      glob: $(inputs["outms_name"])
  rc:
    type: double?
    label: Correct detection score
    doc: Overall score for correct detection (RC)
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printedNumber(self[0].contents, "rc"))
  rf:
    type: double?
    label: Over-segmentation score
    doc: Overall score for over segmentation (RF)
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printedNumber(self[0].contents, "rf"))
  ra:
    type: double?
    label: Under-segmentation score
    doc: Overall score for under segmentation (RA)
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printedNumber(self[0].contents, "ra"))
  rm:
    type: double?
    label: Missed detection score
    doc: Overall score for missed detection (RM)
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printedNumber(self[0].contents, "rm"))
stdout: otb-printed.txt

# Written by `wps-cwl otb generate` from OTB 8.1.1; changes get lost.
cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  wps: https://w3id.org/wps-cwl#
label: GrayScaleMorphologicalOperation
doc: |-
  Performs morphological operations on a grayscale input image

  This application performs grayscale morphological operations on a mono band image

  See also: itkGrayscaleDilateImageFilter, itkGrayscaleErodeImageFilter, itkGrayscaleMorphologicalOpeningImageFilter and itkGrayscaleMorphologicalClosingImageFilter classes
wps:version: 8.1.1
wps:keywords: [Orfeo ToolBox, Feature Extraction, Morphology]
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
      GDAL_SKIP: VRT DERIVED WMS WMTS WCS PLMOSAIC EEDAI DAAS STACTA STACIT NGW HTTP OGR_VRT WFS OAPIF Elasticsearch
        Carto AmigoCloud PLSCENES CSW GMLAS
      GDAL_ERROR_ON_LIBJPEG_WARNING: 'TRUE'
hints:
  SoftwareRequirement:
    packages:
      otb:
        version: [8.1.1]
baseCommand: [otbcli_GrayScaleMorphologicalOperation]
arguments:
- prefix: -ram
  valueFrom: $(Math.floor(runtime.ram / 2))
inputs:
  in:
    type: File
    label: Input Image
    doc: The input image to be filtered.
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg, application/x-netcdf]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    inputBinding:
      prefix: -in
      valueFrom: '$(self.path + (inputs["in_options"] ? "?" + inputs["in_options"] : ""))'
  in_options:
    type: string?
    label: 'Input Image: extended file name'
    doc: 'How OTB reads the file: what stands behind the ? of an extended file name, for instance &bands=1,2&skipcarto=true'
    wps:pattern: (&[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  out_name:
    type: string
    default: out.tif
    label: 'Feature Output Image: file name'
    doc: What the file of the output out is called; the extension decides its format.
    wps:pattern: '[A-Za-z0-9][A-Za-z0-9_.-]*'
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
    label: 'Feature Output Image: pixel type'
    doc: The type of the pixels of the output out.
    wps:toolDefault: float
  out_options:
    type: string?
    label: 'Feature Output Image: extended file name'
    doc: 'How OTB writes the file: what stands behind the ? of an extended file name, for instance &gdal:co:COMPRESS=DEFLATE&streaming:type=none'
    wps:pattern: (&[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  channel:
    type: int?
    label: Selected Channel
    doc: The selected channel index
    wps:minimum: 1
    wps:toolDefault: 1
    inputBinding:
      prefix: -channel
  structype:
    type:
    - 'null'
    - type: enum
      symbols: [box, ball, cross]
    label: Structuring Element Type
    doc: |-
      Choice of the structuring element type

      - box: Box
      - ball: Ball
      - cross: Cross
    wps:toolDefault: box
    inputBinding:
      prefix: -structype
  xradius:
    type: int?
    label: Structuring element X radius
    doc: The structuring element radius along the X axis.
    wps:toolDefault: 5
    inputBinding:
      prefix: -xradius
  yradius:
    type: int?
    label: Structuring element Y radius
    doc: The structuring element radius along the Y axis.
    wps:toolDefault: 5
    inputBinding:
      prefix: -yradius
  filter:
    type:
    - 'null'
    - type: enum
      symbols: [dilate, erode, opening, closing]
    label: Morphological Operation
    doc: |-
      Choice of the morphological operation

      - dilate: Dilate
      - erode: Erode
      - opening: Opening
      - closing: Closing
    wps:toolDefault: dilate
    inputBinding:
      prefix: -filter
outputs:
  out:
    type: File
    label: Feature Output Image
    doc: Output image containing the filtered output image.
    secondaryFiles: ['.aux.xml?', '^.geom?']
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    outputBinding:
      glob: $(inputs["out_name"])

# Written by `wps-cwl otb generate` from OTB 8.1.1; changes get lost.
cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  wps: https://w3id.org/wps-cwl#
label: MorphologicalProfilesAnalysis
doc: |-
  Performs morphological profiles analysis on an input image channel.

  This algorithm is derived from the following publication:

  Martino Pesaresi and Jon Alti Benediktsson, Member, IEEE: A new approach
  for the morphological segmentation of high resolution satellite imagery.
  IEEE Transactions on geoscience and remote sensing, vol. 39, NO. 2,
  February 2001, p. 309-320.

  Depending of the profile selection, the application provides:

  * The multi scale geodesic morphological opening or closing profile of the input image.
  * The multi scale derivative of the opening or closing profile.
  * The parameter (called characteristic) of the maximum derivative value of the multi scale closing or opening profile for which this maxima occurs.
  * The labeled classification of the input image.

  The behavior of the classification is:

  Given :math:`x_1` and :math:`x_2` two membership values,
  :math:`L_1, L_2` two labels associated, and :math:`\sigma` a tolerance
  value, the following decision rule is applied:

  :math:`L = \begin{cases}  L_{1} & : x_{1}>x_{2} \quad and \quad x_{1}>\sigma \\ L_{2} & : x_{2}>x_{1} \quad and \quad x_{2}>\sigma \\ 0   & : otherwise. \end{cases}`

  The output image can be:- A :math:`N` multi band image for the opening/closing normal or derivative profiles.
  - A mono band image for the opening/closing characteristics.
  - A labeled image for the classification.

  Limitations: Generation of the morphological profile is not streamable, pay attention to this fact when setting the radius initial size and step of the structuring element.

  See also: otbMorphologicalOpeningProfileFilter, otbMorphologicalClosingProfileFilter, otbProfileToProfileDerivativeFilter, otbProfileDerivativeToMultiScaleCharacteristicsFilter, otbMultiScaleConvexOrConcaveClassificationFilter, classes
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
baseCommand: [otbcli_MorphologicalProfilesAnalysis]
arguments:
- prefix: -ram
  valueFrom: $(Math.floor(runtime.ram / 2))
inputs:
  in:
    type: File
    label: Input Image
    doc: The input image.
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
    label: 'Output Image: file name'
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
    label: 'Output Image: pixel type'
    doc: The type of the pixels of the output out.
    wps:toolDefault: float
  out_options:
    type: string?
    label: 'Output Image: extended file name'
    doc: 'How OTB writes the file: what stands behind the ? of an extended file name, for instance &gdal:co:COMPRESS=DEFLATE&streaming:type=none'
    wps:pattern: (&[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  channel:
    type: int?
    label: Selected Channel
    doc: The selected channel index for input image
    wps:minimum: 1
    wps:toolDefault: 1
    inputBinding:
      prefix: -channel
  structype:
    type:
    - 'null'
    - type: enum
      symbols: [ball, cross]
    label: Structuring Element Type
    doc: |-
      Choice of the structuring element type

      - ball: Ball
      - cross: Cross
    wps:toolDefault: ball
    inputBinding:
      prefix: -structype
  size:
    type: int?
    label: Profile Size
    doc: Size of the profiles
    wps:minimum: 2
    wps:toolDefault: 5
    inputBinding:
      prefix: -size
  radius:
    type: int?
    label: Initial radius
    doc: Initial radius of the structuring element (in pixels)
    wps:minimum: 1
    wps:toolDefault: 5
    inputBinding:
      prefix: -radius
  step:
    type: int?
    label: Radius step
    doc: Radius step along the profile (in pixels)
    wps:minimum: 1
    wps:toolDefault: 1
    inputBinding:
      prefix: -step
  profile:
    type:
    - 'null'
    - type: enum
      symbols: [opening, closing, derivativeopening, derivativeclosing, openingcharacteristics, closingcharacteristics,
        classification]
    label: Profile
    doc: |-
      - opening: opening
      - closing: closing
      - derivativeopening: derivativeopening
      - derivativeclosing: derivativeclosing
      - openingcharacteristics: openingcharacteristics
      - closingcharacteristics: closingcharacteristics
      - classification: classification
    wps:toolDefault: opening
    inputBinding:
      prefix: -profile
  profile.classification.sigma:
    type: float?
    label: Sigma value for leveling tolerance
    doc: Sigma value for leveling tolerance
    wps:minimum: 0
    wps:toolDefault: 1
    wps:when: profile = classification
    inputBinding:
      prefix: -profile.classification.sigma
outputs:
  out:
    type: File
    label: Output Image
    doc: The output image.
    secondaryFiles: ['.aux.xml?', '^.geom?']
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    outputBinding:
      glob: $(inputs["out_name"])

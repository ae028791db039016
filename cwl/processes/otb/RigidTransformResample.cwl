# Written by `wps-cwl otb generate` from OTB 8.1.1; changes get lost.
cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  wps: https://w3id.org/wps-cwl#
label: RigidTransformResample
doc: |-
  Resample an image with a rigid transform

  This application performs a parametric transform on the input image. Scaling, translation and rotation with scaling factor are handled. Parameters of the transform is expressed in physical units, thus particular attention must be paid on pixel size (value, and sign). Moreover transform is expressed from input space to output space (on the contrary ITK Transforms are expressed form output space to input space).

  See also: Translation
wps:version: 8.1.1
wps:keywords: [Orfeo ToolBox, Geometry, Conversion]
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
baseCommand: [otbcli_RigidTransformResample]
arguments:
- prefix: -ram
  valueFrom: $(Math.floor(runtime.ram / 2))
inputs:
  in:
    type: File
    label: Input image
    doc: The input image to translate.
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg, application/x-netcdf]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    inputBinding:
      prefix: -in
      valueFrom: '$(self.path + (inputs["in_options"] ? "?" + inputs["in_options"] : ""))'
  in_options:
    type: string?
    label: 'Input image: extended file name'
    doc: 'How OTB reads the file: what stands behind the ? of an extended file name, for instance &bands=1,2&skipcarto=true'
    wps:pattern: (&[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  out_name:
    type: string
    default: out.tif
    label: 'Output image: file name'
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
    label: 'Output image: pixel type'
    doc: The type of the pixels of the output out.
    wps:toolDefault: float
  out_options:
    type: string?
    label: 'Output image: extended file name'
    doc: 'How OTB writes the file: what stands behind the ? of an extended file name, for instance &gdal:co:COMPRESS=DEFLATE&streaming:type=none'
    wps:pattern: (&[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  transform.type:
    type:
    - 'null'
    - type: enum
      symbols: [id, translation, rotation]
    label: 'Transform parameters: Type of transformation'
    doc: |-
      Type of transformation. Available transformations are spatial scaling, translation and rotation with scaling factor

      - id: id: Spatial scaling
      - translation: translation: translation
      - rotation: rotation: rotation
    wps:toolDefault: id
    inputBinding:
      prefix: -transform.type
  transform.type.id.scalex:
    type: float?
    label: 'Transform parameters: X scaling'
    doc: Scaling factor between the output X spacing and the input X spacing
    wps:toolDefault: 1
    wps:when: transform.type = id
    inputBinding:
      prefix: -transform.type.id.scalex
  transform.type.id.scaley:
    type: float?
    label: 'Transform parameters: Y scaling'
    doc: Scaling factor between the output Y spacing and the input Y spacing
    wps:toolDefault: 1
    wps:when: transform.type = id
    inputBinding:
      prefix: -transform.type.id.scaley
  transform.type.translation.tx:
    type: float?
    label: 'Transform parameters: The X translation (in physical units)'
    doc: The translation value along X axis (in physical units).
    wps:toolDefault: 0
    wps:when: transform.type = translation
    inputBinding:
      prefix: -transform.type.translation.tx
  transform.type.translation.ty:
    type: float?
    label: 'Transform parameters: The Y translation (in physical units)'
    doc: The translation value along Y axis (in physical units)
    wps:toolDefault: 0
    wps:when: transform.type = translation
    inputBinding:
      prefix: -transform.type.translation.ty
  transform.type.translation.scalex:
    type: float?
    label: 'Transform parameters: X scaling'
    doc: Scaling factor between the output X spacing and the input X spacing
    wps:toolDefault: 1
    wps:when: transform.type = translation
    inputBinding:
      prefix: -transform.type.translation.scalex
  transform.type.translation.scaley:
    type: float?
    label: 'Transform parameters: Y scaling'
    doc: Scaling factor between the output Y spacing and the input Y spacing
    wps:toolDefault: 1
    wps:when: transform.type = translation
    inputBinding:
      prefix: -transform.type.translation.scaley
  transform.type.rotation.angle:
    type: float?
    label: 'Transform parameters: Rotation angle'
    doc: The rotation angle in degree (values between -180 and 180)
    wps:toolDefault: 0
    wps:when: transform.type = rotation
    inputBinding:
      prefix: -transform.type.rotation.angle
  transform.type.rotation.scalex:
    type: float?
    label: 'Transform parameters: X scaling'
    doc: Scale factor between the X spacing of the rotated output image and the X spacing of the unrotated image
    wps:toolDefault: 1
    wps:when: transform.type = rotation
    inputBinding:
      prefix: -transform.type.rotation.scalex
  transform.type.rotation.scaley:
    type: float?
    label: 'Transform parameters: Y scaling'
    doc: Scale factor between the Y spacing of the rotated output image and the Y spacing of the unrotated image
    wps:toolDefault: 1
    wps:when: transform.type = rotation
    inputBinding:
      prefix: -transform.type.rotation.scaley
  interpolator:
    type:
    - 'null'
    - type: enum
      symbols: [nn, linear, bco]
    label: Interpolation
    doc: |-
      This group of parameters allows one to define how the input image will be interpolated during resampling.

      - nn: Nearest Neighbor interpolation: Nearest neighbor interpolation leads to poor image quality, but it is very fast.
      - linear: Linear interpolation: Linear interpolation leads to average image quality but is quite fast
      - bco: Bicubic interpolation
    wps:toolDefault: bco
    inputBinding:
      prefix: -interpolator
  interpolator.bco.radius:
    type: int?
    label: Radius for bicubic interpolation
    doc: This parameter allows controlling the size of the bicubic interpolation filter. If the target pixel size
      is higher than the input pixel size, increasing this parameter will reduce aliasing artifacts.
    wps:toolDefault: 2
    wps:when: interpolator = bco
    inputBinding:
      prefix: -interpolator.bco.radius
outputs:
  out:
    type: File
    label: Output image
    doc: The transformed output image.
    secondaryFiles: ['.aux.xml?', '^.geom?']
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    outputBinding:
      glob: $(inputs["out_name"])

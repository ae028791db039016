cwlVersion: v1.2
class: CommandLineTool
label: gdal_translate
doc: Converts rasters between formats, and cuts, scales and resamples them on the way.
$namespaces: {wps: "https://w3id.org/wps-cwl#", iana: "https://www.iana.org/assignments/media-types/"}
wps:version: 3.9.0
wps:keywords: [raster, conversion]
baseCommand: gdal_translate
inputs:
  raster:
    type: File
    wps:mediaTypes: ["image/tiff; application=geotiff", application/x-netcdf]
    inputBinding: {position: 98}
  format: {type: string, default: GTiff, wps:allowedValues: [GTiff, PNG, COG, netCDF], inputBinding: {prefix: -of}}
  pixel_type:
    type: ["null", {type: enum, symbols: [Byte, Int16, UInt16, Int32, UInt32, Float32, Float64]}]
    inputBinding: {prefix: -ot}
  bands: {type: ["null", {type: array, items: int, inputBinding: {prefix: -b}}]}
  size: {type: "string[]?", doc: 'Width and height in pixels or percent.', inputBinding: {prefix: -outsize}}
  resampling: {type: {type: enum, symbols: [nearest, bilinear, cubic, cubicspline, lanczos, average, mode]}, default: nearest, inputBinding: {prefix: -r}}
  scale: {type: "double[]?", inputBinding: {prefix: -scale}}
  nodata: {type: ["null", double, {type: enum, symbols: [none, nan]}], inputBinding: {prefix: -a_nodata}}
  window:
    label: Cut to these corners
    type:
      - "null"
      - type: record
        name: Window
        fields: {bbox: "double[]", crs: string?}
    wps:crs: [EPSG:4326, EPSG:3857, EPSG:25832]
  creation_options: {type: ["null", {type: array, items: string, inputBinding: {prefix: -co}}]}
  metadata: {type: ["null", {type: array, items: string, inputBinding: {prefix: -mo}}]}
  strict: {type: boolean, default: false, inputBinding: {prefix: -strict}}
  output_name: {type: string, default: out.tif, inputBinding: {position: 99}}
outputs:
  translated: {type: File, wps:mediaTypes: ["image/tiff; application=geotiff", image/png], outputBinding: {glob: $(inputs.output_name)}}

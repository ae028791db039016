cwlVersion: v1.2
class: CommandLineTool
label: gdalwarp
$namespaces: {wps: "https://w3id.org/wps-cwl#"}
baseCommand: [gdalwarp, -overwrite]
inputs:
  rasters: {type: "File[]", wps:mediaTypes: ["image/tiff; application=geotiff"], inputBinding: {position: 98}}
  target_crs: {type: string, inputBinding: {prefix: -t_srs}}
  source_crs: {type: string?, inputBinding: {prefix: -s_srs}}
  resolution: {type: "double[]?", doc: One or two numbers., inputBinding: {prefix: -tr}}
  extent:
    type:
      - "null"
      - type: record
        fields: {bbox: "double[]", crs: string?}
    wps:crs: [EPSG:4326, EPSG:3857]
  resampling: {type: {type: enum, symbols: [near, bilinear, cubic, lanczos, average, rms, mode, min, max, med, q1, q3]}, default: near, inputBinding: {prefix: -r}}
  cutline: {type: File?, wps:mediaTypes: [application/geo+json], inputBinding: {prefix: -cutline}}
  crop_to_cutline: {type: boolean?, inputBinding: {prefix: -crop_to_cutline}}
  source_nodata: {type: double?, inputBinding: {prefix: -srcnodata}}
  error_threshold: {type: double, default: 0.125, wps:minimum: 0, inputBinding: {prefix: -et}}
  memory: {type: int, default: 64, wps:unit: MB, inputBinding: {prefix: -wm}}
  threads: {type: [int, {type: enum, symbols: [ALL_CPUS]}], default: ALL_CPUS}
  output_name: {type: string, default: warped.tif, inputBinding: {position: 99}}
outputs:
  warped: {type: File, wps:mediaTypes: ["image/tiff; application=geotiff"], outputBinding: {glob: $(inputs.output_name)}}

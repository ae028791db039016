cwlVersion: v1.2
class: CommandLineTool
label: Depth of snow
doc: All of the extra metadata of one process.
$namespaces:
  wps: "https://w3id.org/wps-cwl#"
  s: "https://schema.org/"
wps:version: 2.3.1
wps:keywords: [snow, depth, "hydrology & climate"]
wps:jobControl: [async-execute, dismiss]
wps:progress: terminal
baseCommand: echo
inputs:
  depth:
    type: double
    wps:minimum: 0
    wps:maximum: 12.5
    wps:unit: m
    wps:keywords: [depth]
  month:
    type: int
    default: 1
    wps:minimum: 1
    wps:maximum: 12
  method:
    type: string
    default: mean
    wps:allowedValues: [mean, median, "90th percentile"]
  level:
    type: int?
    wps:allowedValues: [100, 500, 850]
  factors:
    type: double[]?
    wps:allowedValues: [0.5, 1.0, 2.0]
    wps:unit: "1"
  observed:
    type: File
    wps:mediaTypes: [text/csv]
  region:
    type:
      type: record
      fields: {bbox: "double[]", crs: string?}
    wps:crs: [EPSG:4326]
outputs:
  report:
    type: stdout
    wps:mediaTypes: [text/plain]

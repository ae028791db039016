cwlVersion: v1.2
class: CommandLineTool
$namespaces: {wps: "https://w3id.org/wps-cwl#"}
baseCommand: echo
inputs:
  extent:
    label: Area of interest
    type:
      type: record
      name: Extent
      fields:
        bbox: double[]
        crs: string?
    wps:crs: [EPSG:4326, EPSG:3857]
outputs:
  printed: stdout

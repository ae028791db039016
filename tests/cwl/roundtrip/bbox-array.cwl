cwlVersion: v1.2
class: CommandLineTool
$namespaces: {wps: "https://w3id.org/wps-cwl#"}
baseCommand: echo
inputs:
  tiles:
    type:
      type: array
      items:
        type: record
        name: Tile
        fields: {bbox: "double[]", crs: string?}
    wps:crs: [EPSG:25832, EPSG:4326]
outputs:
  printed: stdout

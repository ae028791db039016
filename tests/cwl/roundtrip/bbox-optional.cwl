cwlVersion: v1.2
class: CommandLineTool
$namespaces: {wps: "https://w3id.org/wps-cwl#"}
baseCommand: echo
inputs:
  extent:
    type:
      - "null"
      - type: record
        fields:
          - {name: bbox, type: {type: array, items: double}}
          - {name: crs, type: ["null", string]}
    wps:crs: ["urn:ogc:def:crs:EPSG::4326"]
  window:
    type:
      type: record
      fields: {bbox: "double[]", crs: string?}
    wps:crs: ["http://www.opengis.net/def/crs/OGC/1.3/CRS84"]
    default: {bbox: [0.0, 0.0, 1.0, 1.0]}
outputs:
  printed: stdout

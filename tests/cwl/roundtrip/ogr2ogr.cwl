cwlVersion: v1.2
class: CommandLineTool
label: ogr2ogr
$namespaces: {wps: "https://w3id.org/wps-cwl#"}
baseCommand: ogr2ogr
inputs:
  source: {type: File, secondaryFiles: [^.shx?, ^.dbf?, ^.prj?], inputBinding: {position: 9}}
  layers: {type: "string[]", default: [], inputBinding: {position: 10}}
  driver: {type: {type: enum, symbols: [GeoJSON, GPKG, "ESRI Shapefile", KML, CSV]}, default: GPKG, inputBinding: {prefix: -f}}
  where: {type: string?, inputBinding: {prefix: -where}}
  sql: {type: ["null", string, File], inputBinding: {prefix: -sql}}
  select: {type: "string[]?", inputBinding: {prefix: -select, itemSeparator: ","}}
  clip: {type: ["null", {type: record, fields: {bbox: "double[]", crs: string?}}], wps:crs: [EPSG:4326]}
  simplify: {type: double?, inputBinding: {prefix: -simplify}}
  limit: {type: long?, inputBinding: {prefix: -limit}}
  geometry: {type: ["null", {type: enum, symbols: [NONE, POINT, LINESTRING, POLYGON, PROMOTE_TO_MULTI]}], inputBinding: {prefix: -nlt}}
  make_valid: {type: boolean?, inputBinding: {prefix: -makevalid}}
  output_name: {type: string, default: out.gpkg, inputBinding: {position: 8}}
outputs:
  converted: {type: File, outputBinding: {glob: $(inputs.output_name)}}

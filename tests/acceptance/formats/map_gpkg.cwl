cwlVersion: v1.2
class: CommandLineTool
$namespaces: {wps: "https://w3id.org/wps-cwl#"}
doc: Gives a map back.
baseCommand: [cp]
inputs:
  in: {type: File, inputBinding: {position: 1}}
arguments: [{valueFrom: zones.gpkg, position: 2}]
outputs:
  out:
    type: File
    wps:mediaTypes: [application/geopackage+sqlite3]
    outputBinding: {glob: zones.gpkg}

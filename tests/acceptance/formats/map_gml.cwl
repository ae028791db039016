cwlVersion: v1.2
class: CommandLineTool
$namespaces: {wps: "https://w3id.org/wps-cwl#"}
doc: Gives a map back.
baseCommand: [cp]
inputs:
  in: {type: File, inputBinding: {position: 1}}
arguments: [{valueFrom: zones.gml, position: 2}]
outputs:
  out:
    type: File
    wps:mediaTypes: [application/gml+xml]
    outputBinding: {glob: zones.gml}

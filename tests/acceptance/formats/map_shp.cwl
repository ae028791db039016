cwlVersion: v1.2
class: CommandLineTool
$namespaces: {wps: "https://w3id.org/wps-cwl#"}
doc: Gives a shapefile back.
requirements:
  InitialWorkDirRequirement:
    listing: [{entry: $(inputs.in), writable: true}]
baseCommand: ["true"]
inputs:
  in:
    type: File
    wps:mediaTypes: [application/x-esri-shape]
    secondaryFiles: [^.shx, ^.dbf, ^.prj?, ^.cpg?]
outputs:
  out:
    type: File
    wps:mediaTypes: [application/x-esri-shape]
    secondaryFiles: [^.shx, ^.dbf, ^.prj?, ^.cpg?]
    outputBinding: {glob: "*.shp"}

cwlVersion: v1.2
class: CommandLineTool
doc: A shapefile is several files that share a stem.
baseCommand: [wc, -c]
inputs:
  shapes:
    type: File
    secondaryFiles: [^.shx, ^.dbf, ^.prj?]
    inputBinding: {position: 1}
outputs:
  size: stdout

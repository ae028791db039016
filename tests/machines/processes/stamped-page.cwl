cwlVersion: v1.2
class: CommandLineTool
label: Stamped page
doc: Writes a page of the SHA-256 of a word, after a while, and leaves stamps of its run.
requirements:
  InitialWorkDirRequirement: {listing: [{entryname: stamp.py, entry: {$include: scripts/stamp.py}}]}
  ResourceRequirement: {coresMin: 1, ramMin: 64, tmpdirMin: 1, outdirMin: 1}
baseCommand: [python3, stamp.py]
arguments: [{position: 5, valueFrom: file}]
inputs:
  folder: {type: string, inputBinding: {position: 1}}
  step: {type: string, default: only, inputBinding: {position: 2}}
  seconds: {type: float, inputBinding: {position: 3}}
  word: {type: string, inputBinding: {position: 4}}
outputs:
  page: {type: File, format: "https://www.iana.org/assignments/media-types/text/plain"}

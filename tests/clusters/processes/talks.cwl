cwlVersion: v1.2
class: CommandLineTool
doc: Says something, and leaves a line in a file when it begins and when it ends.
requirements:
  ResourceRequirement: {coresMin: 1, ramMin: 256}
baseCommand: [sh, -c, 'echo the river rises >&2; echo "begin $$" >>"$0"; sleep "$1"; echo "end $$" >>"$0"']
inputs:
  file: {type: string, inputBinding: {position: 1}}
  seconds: {type: float, inputBinding: {position: 2}}
outputs: []

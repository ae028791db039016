cwlVersion: v1.2
class: CommandLineTool
label: Every kind of output
requirements:
  InlineJavascriptRequirement: {}
  ShellCommandRequirement: {}
  InitialWorkDirRequirement:
    listing:
      - entryname: make.sh
        entry: |
          mkdir -p tree/sub && echo one > tree/one.txt && echo two > tree/sub/two.txt
          echo a > a.txt && echo b > b.txt && echo b-index > b.txt.idx && echo oops >&2
baseCommand: [sh, make.sh]
inputs:
  seed: int?
outputs:
  log: stdout
  errors: stderr
  one_file: {type: File, outputBinding: {glob: a.txt}}
  maybe_file: {type: File?, outputBinding: {glob: missing.txt}}
  files: {type: "File[]", outputBinding: {glob: "*.txt"}}
  indexed: {type: File, secondaryFiles: [.idx], outputBinding: {glob: b.txt}}
  folder: {type: Directory, outputBinding: {glob: tree}}
  folders: {type: "Directory[]", outputBinding: {glob: tree}}
  text: {type: string, outputBinding: {outputEval: "$('a & <b>')"}}
  whole: {type: int, outputBinding: {outputEval: "$(2 + 3)"}}
  big: {type: long, outputBinding: {outputEval: "$(4294967296)"}}
  ratio: {type: float, outputBinding: {outputEval: "$(0.5)"}}
  precise: {type: double, outputBinding: {outputEval: "$(1/3)"}}
  flag: {type: boolean, outputBinding: {outputEval: "$(true)"}}
  choice: {type: {type: enum, symbols: [yes_, no_]}, outputBinding: {outputEval: "$('yes_')"}}
  numbers: {type: "int[]", outputBinding: {outputEval: "$([1, 2, 3])"}}
  nothing: {type: string?, outputBinding: {outputEval: "$(null)"}}
  anything: {type: Any, outputBinding: {outputEval: "$({'k': [1, 'x']})"}}
  summary:
    type:
      type: record
      name: Summary
      fields:
        total: {type: int, outputBinding: {outputEval: "$(5)"}}
        listing: {type: File, outputBinding: {glob: a.txt}}
  extent:
    type:
      type: record
      fields: {bbox: "double[]", crs: string?}
    outputBinding: {outputEval: "$({'bbox': [1.5, 2, 3, 4], 'crs': 'EPSG:4326'})"}
stdout: log.txt
stderr: errors.txt

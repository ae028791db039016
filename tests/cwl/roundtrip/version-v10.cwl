#!/usr/bin/env cwl-runner
cwlVersion: v1.0
class: CommandLineTool
id: version_one_zero
requirements:
  InitialWorkDirRequirement:
    listing:
      - entryname: list.txt
        entry: $(inputs.text)
baseCommand: [cat, list.txt]
inputs:
  text: string
  folder: Directory?
  ratio: {type: double?, default: 0.5}
outputs:
  printed: stdout

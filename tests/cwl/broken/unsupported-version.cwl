#!/usr/bin/env cwl-runner
cwlVersion: v9
class: CommandLineTool
baseCommand: echo
inputs:
  text: string
outputs:
  printed: stdout

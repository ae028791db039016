cwlVersion: v1.1
class: CommandLineTool
label: "Quotes \" and 'apostrophes', <tags>, & — ünïcödé"
doc: |
  # A title

  A text of several lines.
    - indented

  The end.
baseCommand: echo
hints:
  ResourceRequirement: {coresMin: 1, ramMin: 64}
  SoftwareRequirement:
    packages:
      coreutils:
        specs: ["https://www.gnu.org/software/coreutils/"]
        version: ["8.32"]
inputs:
  text: string
  count: {type: int, doc: "How often.", default: 1}
  items: {type: {type: array, items: string, inputBinding: {prefix: --item}}}
outputs:
  printed: {type: stdout, label: Output}

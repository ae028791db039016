cwlVersion: v1.2
class: Workflow
label: Stamped chain
doc: Two steps, one after the other; the second says the SHA-256 of what the first has said.
inputs:
  folder: string
  seconds: float
  word: string
steps:
  first:
    run: stamped.cwl
    in: {folder: folder, step: {default: first}, seconds: seconds, word: word}
    out: [said]
  second:
    run: stamped.cwl
    in: {folder: folder, step: {default: second}, seconds: seconds, word: first/said}
    out: [said]
outputs:
  said: {type: string, outputSource: second/said}

cwlVersion: v1.2
class: Workflow
requirements:
  ScatterFeatureRequirement: {}
  InlineJavascriptRequirement: {}
inputs:
  words: string[]
outputs:
  shouted:
    type: string[]
    outputSource: shout/out
steps:
  shout:
    scatter: word
    in: {word: words}
    out: [out]
    run:
      class: CommandLineTool
      requirements:
        ResourceRequirement: {coresMin: 1, ramMin: 256}
      baseCommand: [sh, -c, 'printf %s "$0" | tr a-z A-Z']
      inputs:
        word: {type: string, inputBinding: {position: 1}}
      outputs:
        out:
          type: string
          outputBinding: {glob: out.txt, loadContents: true, outputEval: "$(self[0].contents)"}
      stdout: out.txt

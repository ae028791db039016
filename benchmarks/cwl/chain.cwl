cwlVersion: v1.2
class: Workflow
label: Chain
doc: Three steps, each of which needs the one before.
inputs:
  text: {type: string, default: hello}
outputs:
  output: {type: File, outputSource: third/copy}
steps:
  first:
    in: {text: text}
    out: [output]
    run:
      class: CommandLineTool
      baseCommand: echo
      inputs: {text: {type: string, inputBinding: {}}}
      outputs: {output: stdout}
      stdout: first.txt
  second:
    in: {file: first/output}
    out: [copy]
    run:
      class: CommandLineTool
      baseCommand: cat
      inputs: {file: {type: File, inputBinding: {}}}
      outputs: {copy: stdout}
      stdout: copy.txt
  third:
    in: {file: second/copy}
    out: [copy]
    run:
      class: CommandLineTool
      baseCommand: cat
      inputs: {file: {type: File, inputBinding: {}}}
      outputs: {copy: stdout}
      stdout: copy.txt

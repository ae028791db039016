cwlVersion: v1.2
class: CommandLineTool
baseCommand: cat
inputs:
  document:
    type: File
    default: {class: File, location: data/second.txt}
    inputBinding: {position: 1}
  literal:
    type: File
    default: {class: File, basename: made.txt, contents: "made by the document\n"}
    inputBinding: {position: 2}
  list:
    type: File[]
    default:
      - {class: File, location: data/second.txt}
      - {class: File, location: data/third.txt}
    inputBinding: {position: 3}
outputs:
  joined: stdout

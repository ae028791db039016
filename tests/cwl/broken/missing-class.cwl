cwlVersion: v1.2
label: What am I?
baseCommand: echo
inputs:
  text: string
outputs:
  printed: stdout

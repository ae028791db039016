cwlVersion: v1.2
class: CommandLineTool
baseCommand: echo
inputs:
	text: string
outputs:
  printed: stdout

cwlVersion: v1.2
class: CommandLineTool
label: Burn
doc: Uses a given number of CPU seconds, to see whether they are all counted.
baseCommand: [python3, -c, "import sys, time\nwhile time.process_time() < float(sys.argv[1]): pass"]
inputs:
  seconds: {type: float, default: 1, inputBinding: {position: 1}}
outputs: []

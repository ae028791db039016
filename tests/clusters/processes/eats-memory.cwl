cwlVersion: v1.2
class: CommandLineTool
doc: Takes ten times the memory that it asks for, and keeps it for a minute.
requirements:
  ResourceRequirement: {coresMin: 1, ramMin: 64}
baseCommand: [python3, -c]
arguments: ["x = bytearray(640 << 20); x[::4096] = b'x' * len(x[::4096]); import time; time.sleep(60)"]
inputs: []
outputs: []

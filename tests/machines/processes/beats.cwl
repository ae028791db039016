cwlVersion: v1.2
class: CommandLineTool
label: Beats
doc: Writes the time into a file again and again, so that a test sees whether it runs twice at once.
requirements:
  InitialWorkDirRequirement:
    listing:
      - entryname: beats.py
        entry: |
          import os, socket, sys, time
          file, seconds = sys.argv[1], float(sys.argv[2])
          end = time.clock_gettime(time.CLOCK_BOOTTIME) + seconds
          while (now := time.clock_gettime(time.CLOCK_BOOTTIME)) < end:
              line = f"{socket.gethostname()} {os.getpid()} {now:.3f}\n".encode()
              descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
              os.write(descriptor, line)
              os.close(descriptor)
              time.sleep(0.1)
          print("x" * 100000)
  ResourceRequirement: {coresMin: 1, ramMin: 64, tmpdirMin: 1, outdirMin: 1}
baseCommand: [python3, beats.py]
inputs:
  file: {type: string, inputBinding: {position: 1}}
  seconds: {type: float, inputBinding: {position: 2}}
stdout: beats.txt
outputs:
  text: {type: stdout}

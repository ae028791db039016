cwlVersion: v1.2
class: CommandLineTool
$namespaces: {wps: "https://w3id.org/wps-cwl#"}

label: Sleep
doc: Does nothing for a while, and tells how much of it is over; to try out progress, status and dismissal.
wps:version: 1.0.0
wps:keywords: [demonstration, progress]
wps:duration: $(inputs.delay)

requirements:
  InitialWorkDirRequirement:
    listing:
      - {entryname: sleep.py, entry: {$include: scripts/sleep.py}}
      - {entryname: command.py, entry: {$include: scripts/command.py}}
      - {entryname: progress.py, entry: {$include: scripts/progress.py}}
  ResourceRequirement: {coresMin: 1, ramMin: 512, tmpdirMin: 16, outdirMin: 16}
baseCommand: [python3, sleep.py]

inputs:
  delay:
    type: float
    default: 10
    label: Delay
    doc: How long to sleep, in seconds.
    wps:minimum: 0
    wps:maximum: 86400
    wps:unit: s
    inputBinding: {prefix: --delay=, separate: false}

outputs:
  sleep_output:
    type: string
    label: Report
    doc: A sentence that says how long it slept.

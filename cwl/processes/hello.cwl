cwlVersion: v1.2
class: CommandLineTool
$namespaces: {wps: "https://w3id.org/wps-cwl#"}

label: Say hello
doc: Answers with a greeting; the smallest process, to try out a client or a server.
wps:version: 1.0.0
wps:keywords: [demonstration]

requirements:
  InitialWorkDirRequirement:
    listing:
      - {entryname: hello.py, entry: {$include: scripts/hello.py}}
      - {entryname: command.py, entry: {$include: scripts/command.py}}
  ResourceRequirement: {coresMin: 1, ramMin: 512, tmpdirMin: 16, outdirMin: 16}
baseCommand: [python3, hello.py]

inputs:
  name:
    type: string
    label: Name
    doc: Who is greeted, for instance Friday.
    inputBinding: {prefix: --name=, separate: false}

outputs:
  output:
    type: string
    label: Greeting
    doc: The words "Hello" and the name.

cwlVersion: v1.2
class: CommandLineTool
label: Described by schema.org
$namespaces:
  s: "https://schema.org/"
s:version: "1.4"
s:keywords: [alpha, beta gamma]
s:license: "https://spdx.org/licenses/Apache-2.0"
s:author:
  - class: s:Person
    s:name: A. Person
    s:email: mailto:a.person@example.org
s:dateCreated: "2024-05-06"
baseCommand: echo
inputs:
  text: string
outputs:
  printed: stdout

cwlVersion: v1.2
class: CommandLineTool
doc: Identifiers that CWL allows and that other places spell differently.
baseCommand: echo
inputs:
  in.with.dots: string
  in-with-dashes: int?
  CamelCase: boolean?
  _leading: double?
  "1st": string?
  größe: int?
  class_name: string?
  "from": string?
  request: string?
  outputs: string?
outputs:
  out.with-both: stdout

cwlVersion: v1.2
class: CommandLineTool
baseCommand: echo
inputs:
  station:
    type:
      type: record
      name: Station
      fields:
        code:
          type: string
          label: Code of the station
          inputBinding: {prefix: --code}
        height:
          type: double
          doc: metres
          inputBinding: {prefix: --height}
        count: int
        active: boolean
        kind: {type: {type: enum, symbols: [tide, river]}}
outputs:
  printed: stdout

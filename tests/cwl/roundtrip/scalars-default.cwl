cwlVersion: v1.2
class: CommandLineTool
baseCommand: echo
inputs:
  text: {type: string, default: "a <default> & 'more'"}
  empty: {type: string, default: ""}
  count: {type: int, default: 0}
  big: {type: long, default: 4294967296}
  ratio: {type: float, default: 0.5}
  precise: {type: double, default: 1.0e-9}
  whole: {type: double, default: 2}
  flag: {type: boolean, default: true}
  unset: {type: boolean, default: false}
outputs:
  printed: stdout

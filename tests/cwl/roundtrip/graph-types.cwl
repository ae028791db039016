cwlVersion: v1.2
$graph:
  - id: main
    class: CommandLineTool
    requirements:
      SchemaDefRequirement:
        types:
          - name: Mode
            type: enum
            symbols: [fast, exact]
          - name: Options
            type: record
            fields:
              mode: "#main/Mode"
              rounds: int?
    baseCommand: echo
    inputs:
      options: "#main/Options"
      modes: {type: ["null", {type: array, items: "#main/Mode"}]}
    outputs:
      printed: stdout
  - id: unused
    class: CommandLineTool
    baseCommand: "true"
    inputs: []
    outputs: []

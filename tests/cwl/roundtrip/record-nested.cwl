cwlVersion: v1.2
class: CommandLineTool
baseCommand: echo
inputs:
  model:
    type:
      type: record
      name: Model
      fields:
        title: string
        solver:
          type:
            type: record
            name: Solver
            fields:
              tolerance: double
              steps: int[]
              preconditioner:
                type:
                  type: record
                  name: Preconditioner
                  fields: {name: string, level: int?}
outputs:
  printed: stdout

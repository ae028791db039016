cwlVersion: v1.2
class: ExpressionTool
inputs:
  number: int
outputs:
  double: int
expression: |
  ${ return {"double": 2 * inputs.number}; }

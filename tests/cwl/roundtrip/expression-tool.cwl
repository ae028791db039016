cwlVersion: v1.2
class: ExpressionTool
label: Sum of numbers
requirements:
  InlineJavascriptRequirement: {}
inputs:
  numbers: double[]
  offset: {type: double, default: 0.0}
outputs:
  sum: double
  count: int
expression: |
  ${
    var sum = inputs.offset;
    for (var i = 0; i < inputs.numbers.length; i++) { sum += inputs.numbers[i]; }
    return {"sum": sum, "count": inputs.numbers.length};
  }

cwlVersion: v1.2
class: ExpressionTool
$namespaces: {wps: "https://w3id.org/wps-cwl#"}

label: Add numbers
doc: Adds up numbers; an example of a process that is nothing but an expression, and needs no machine of its own.
wps:version: 1.0.0
wps:keywords: [demonstration, expression]

requirements:
  InlineJavascriptRequirement: {}

inputs:
  numbers:
    type: double[]
    label: Numbers
    doc: The numbers that are added.

outputs:
  total:
    type: double
    label: Total
    doc: The sum of the numbers; 0 where there are none.

expression: |
  ${
    return {total: inputs.numbers.reduce(function (total, number) { return total + number; }, 0)};
  }

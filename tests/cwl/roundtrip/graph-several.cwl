{
  "cwlVersion": "v1.0",
  "$namespaces": {"edam": "http://edamontology.org/"},
  "$graph": [
    {"class": "CommandLineTool", "id": "#count", "baseCommand": ["wc", "-l"],
     "inputs": [{"id": "#count/text", "type": "File", "inputBinding": {"position": 1}}],
     "outputs": [{"id": "#count/lines", "type": "stdout"}]},
    {"class": "CommandLineTool", "id": "#join", "baseCommand": "cat",
     "inputs": [{"id": "#join/parts", "type": {"type": "array", "items": "File"}, "inputBinding": {"position": 1}}],
     "outputs": [{"id": "#join/whole", "type": "stdout"}]},
    {"class": "ExpressionTool", "id": "#name", "requirements": [{"class": "InlineJavascriptRequirement"}],
     "inputs": [{"id": "#name/file", "type": "File"}],
     "outputs": [{"id": "#name/stem", "type": "string"}],
     "expression": "$({'stem': inputs.file.nameroot})"},
    {"class": "Workflow", "id": "#main", "label": "Packed as JSON",
     "inputs": [
       {"id": "#main/parts", "type": {"type": "array", "items": "File"}, "format": "edam:format_1929"},
       {"id": "#main/note", "type": ["null", "string"], "default": "none"}],
     "outputs": [
       {"id": "#main/lines", "type": "File", "outputSource": "#main/count/lines"},
       {"id": "#main/stem", "type": "string", "outputSource": "#main/name/stem"}],
     "steps": [
       {"id": "#main/join", "run": "#join", "in": [{"id": "#main/join/parts", "source": "#main/parts"}], "out": ["#main/join/whole"]},
       {"id": "#main/count", "run": "#count", "in": [{"id": "#main/count/text", "source": "#main/join/whole"}], "out": ["#main/count/lines"]},
       {"id": "#main/name", "run": "#name", "in": [{"id": "#main/name/file", "source": "#main/join/whole"}], "out": ["#main/name/stem"]}]}
  ]
}

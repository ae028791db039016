cwlVersion: v1.2
class: CommandLineTool
$namespaces: {wps: "https://w3id.org/wps-cwl#"}

label: Echo
doc: |
  Gives back every input as it came: a literal, a document, a bounding box and an array. All of them are optional.
  The conformance suites of OGC use this process under the name org.n52.javaps.test.EchoProcess.
wps:version: 1.0.0
wps:keywords: [demonstration, conformance]

requirements:
  InitialWorkDirRequirement:
    listing:
      - {entryname: echo.py, entry: {$include: scripts/echo.py}}
      - {entryname: command.py, entry: {$include: scripts/command.py}}
      - {entryname: inputs.json, entry: $(inputs)}
  ResourceRequirement: {coresMin: 1, ramMin: 512, tmpdirMin: 16, outdirMin: 1024}
baseCommand: [python3, echo.py]

inputs:
  literalInput:
    type: string?
    label: Literal
    doc: Any text.
  complexInput:
    type: File?
    label: Document
    doc: A document in XML, JSON or plain text.
    wps:mediaTypes: [text/xml, application/xml, application/json, text/plain]
  boundingBoxInput:
    type:
      - "null"
      - {type: record, fields: {bbox: "double[]", crs: "string?"}}
    label: Bounding box
    doc: Lower and upper corner, in the order of the axes of its coordinate reference system.
    wps:crs: [EPSG:4326, EPSG:3857, urn:ogc:def:crs:OGC:1.3:CRS84]
  arrayInput:
    type: int[]?
    label: Numbers
    doc: Any number of whole numbers.
  pause:
    type: int?
    label: Pause
    doc: How long to wait before the answer, in seconds.
    wps:minimum: 0
    wps:unit: s

outputs:
  literalOutput:
    type: string?
    label: Literal
    doc: The text of literalInput.
  complexOutput:
    type: File?
    label: Document
    doc: The bytes of complexInput.
    wps:mediaTypes: [text/xml, application/xml, application/json, text/plain]
  boundingBoxOutput:
    type:
      - "null"
      - {type: record, fields: {bbox: "double[]", crs: "string?"}}
    label: Bounding box
    doc: The box of boundingBoxInput.
    wps:crs: [EPSG:4326, EPSG:3857, urn:ogc:def:crs:OGC:1.3:CRS84]
  arrayOutput:
    type: int[]?
    label: Numbers
    doc: The numbers of arrayInput.

cwlVersion: v1.2
class: Workflow
label: Weather forecast
doc: Writes the namelist's dates, then runs the model.
$namespaces: {wps: "https://w3id.org/wps-cwl#"}
requirements:
  StepInputExpressionRequirement: {}
inputs:
  namelist: File
  initial: {type: File, wps:mediaTypes: [application/x-netcdf]}
  boundaries: {type: "File[]", wps:mediaTypes: [application/x-netcdf]}
  geography: Directory
  start: {type: string, doc: 'ISO 8601, such as 2024-01-31T18:00:00Z'}
  hours: {type: int, default: 24, wps:minimum: 1, wps:maximum: 384}
  domains:
    type:
      type: array
      items:
        type: record
        name: Domain
        fields: {id: int, parent: int?, dx: double, e_we: int, e_sn: int}
  area:
    type: {type: record, name: Area, fields: {bbox: "double[]", crs: string?}}
    wps:crs: ["http://www.opengis.net/def/crs/EPSG/0/4326"]
  nudge: {type: boolean?}
outputs:
  forecast: {type: File, outputSource: run/history}
steps:
  prepare:
    run:
      class: CommandLineTool
      baseCommand: prepare-namelist
      inputs:
        namelist: {type: File, inputBinding: {position: 1}}
        start: {type: string, inputBinding: {prefix: --start}}
        hours: {type: int, inputBinding: {prefix: --hours}}
      outputs:
        prepared: stdout
      stdout: namelist.input
    in: {namelist: namelist, start: start, hours: hours}
    out: [prepared]
  run:
    run:
      class: CommandLineTool
      baseCommand: wrf.exe
      inputs: {namelist: File, initial: File, boundaries: "File[]", geography: Directory}
      outputs:
        history: {type: File, outputBinding: {glob: "wrfout_d*"}}
    in: {namelist: prepare/prepared, initial: initial, boundaries: boundaries, geography: geography}
    out: [history]

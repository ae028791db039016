cwlVersion: v1.2
class: CommandLineTool
label: cdo remapbil
$namespaces: {wps: "https://w3id.org/wps-cwl#"}
baseCommand: cdo
inputs:
  method: {type: {type: enum, symbols: [remapbil, remapbic, remapcon, remapnn, remapdis]}, default: remapbil}
  grid: {type: [string, File], doc: 'The name of a grid such as r360x180, or its description.'}
  fields: {type: File, wps:mediaTypes: [application/x-netcdf], inputBinding: {position: 8}}
  chain: {type: "string[]?", doc: 'Operators that run before, such as -selname,tas.', inputBinding: {position: 7}}
  precision: {type: {type: enum, symbols: [F32, F64, I16]}, default: F32, inputBinding: {prefix: -b}}
  zip: {type: int?, wps:minimum: 1, wps:maximum: 9}
  output_name: {type: string, default: out.nc, inputBinding: {position: 9}}
outputs:
  remapped: {type: File, wps:mediaTypes: [application/x-netcdf], outputBinding: {glob: $(inputs.output_name)}}

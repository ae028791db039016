cwlVersion: v1.2
class: CommandLineTool
doc: Asks for a GPU, and uses none.
$namespaces: {cwltool: "http://commonwl.org/cwltool#"}
hints:
  cwltool:CUDARequirement: {cudaVersionMin: "11.0", cudaComputeCapability: "3.0", cudaDeviceCountMin: 1}
baseCommand: [echo, done]
inputs: []
outputs:
  out: stdout

cwlVersion: v1.2
class: CommandLineTool
doc: Tells how many cores the scheduler says that its worker has, after a while.
requirements:
  ResourceRequirement: {coresMin: 2, ramMin: 300}
  InlineJavascriptRequirement: {}
baseCommand: [sh, -c]
arguments:
  - sleep $0; tr '\0' '\n' </proc/$PPID/environ | sed -n -E 's/^(SLURM_CPUS_ON_NODE|NSLOTS|PBS_NP|NCPUS)=//p'
  - $(inputs.seconds)
inputs:
  seconds: {type: float, default: 0}
outputs:
  cores:
    type: string
    outputBinding: {glob: cores.txt, loadContents: true, outputEval: "$(self[0].contents.trim())"}
stdout: cores.txt

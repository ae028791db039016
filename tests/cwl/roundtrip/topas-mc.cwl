cwlVersion: v1.2
class: CommandLineTool
label: Monte Carlo of a treatment beam
$namespaces: {wps: "https://w3id.org/wps-cwl#"}
baseCommand: topas
inputs:
  main: {type: File, inputBinding: {position: 1}}
  included: {type: "File[]", default: []}
  ct: {type: Directory?, label: Folder of DICOM slices}
  histories: {type: long, default: 1000000, wps:minimum: 1}
  seed: {type: int, default: 1}
  beams:
    type:
      type: array
      items:
        type: record
        name: Beam
        fields:
          particle: {type: {type: enum, symbols: [proton, gamma, e-, alpha]}}
          energy: {type: double, doc: MeV}
          spread: {type: double?}
          position: {type: {type: array, items: double}}
          apertures: {type: ["null", {type: array, items: File}]}
  physics: {type: "string[]", default: [g4em-standard_opt4, g4h-phy_QGSP_BIC_HP]}
outputs:
  dose: {type: "File[]", outputBinding: {glob: "*.bin"}}

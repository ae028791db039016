cwlVersion: v1.2
class: CommandLineTool
requirements:
  InlineJavascriptRequirement: {}
baseCommand: echo
inputs:
  folder:
    type: Directory
    loadListing: deep_listing
    inputBinding: {valueFrom: $(self.listing.length)}
outputs:
  printed: stdout

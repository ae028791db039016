cwlVersion: v1.2
class: CommandLineTool
label: ffmpeg
$namespaces: {iana: "https://www.iana.org/assignments/media-types/", wps: "https://w3id.org/wps-cwl#"}
baseCommand: [ffmpeg, -nostdin, -y]
inputs:
  video: {type: File, format: [iana:video/mp4, iana:video/ogg], inputBinding: {prefix: -i, position: 1}}
  subtitles: {type: File?}
  codec: {type: {type: enum, symbols: [libx264, libx265, libvpx-vp9, copy]}, default: libx264, inputBinding: {prefix: "-c:v", position: 2}}
  audio_codec: {type: ["null", {type: enum, symbols: [aac, libopus, copy]}], inputBinding: {prefix: "-c:a", position: 2}}
  crf: {type: int?, wps:minimum: 0, wps:maximum: 51, inputBinding: {prefix: -crf, position: 2}}
  bitrate: {type: [int, string], default: 2M, inputBinding: {prefix: "-b:v", position: 2}}
  start: {type: ["null", double, string], doc: 'Seconds, or hh:mm:ss.', inputBinding: {prefix: -ss}}
  duration: {type: ["null", double, string], inputBinding: {prefix: -t, position: 2}}
  size: {type: ["null", {type: record, name: Size, fields: {width: int, height: int}}]}
  filters: {type: "string[]?", inputBinding: {prefix: -vf, itemSeparator: ",", position: 2}}
  mute: {type: boolean, default: false, inputBinding: {prefix: -an, position: 2}}
  output_name: {type: string, default: out.mp4, inputBinding: {position: 9}}
outputs:
  transcoded: {type: File, format: iana:video/mp4, outputBinding: {glob: $(inputs.output_name)}}

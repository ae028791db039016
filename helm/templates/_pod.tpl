{{/* What all Pods of the service have in common. */}}
{{- define "wps-cwl.podSecurity" -}}
runAsNonRoot: true
runAsUser: {{ .Values.security.runAsUser }}
runAsGroup: {{ .Values.security.runAsGroup }}
fsGroup: {{ .Values.security.runAsGroup }}
fsGroupChangePolicy: OnRootMismatch
seccompProfile: {type: RuntimeDefault}
{{- end -}}

{{- define "wps-cwl.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end -}}

{{- define "wps-cwl.pullSecrets" -}}
{{- with .Values.image.pullSecrets -}}
imagePullSecrets:
{{- range . }}
  - name: {{ . | quote }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "wps-cwl.placement" -}}
{{- $made := dict -}}
{{- range $key := list "nodeSelector" "tolerations" "affinity" -}}
{{- with get $ $key -}}{{- $_ := set $made $key . -}}{{- end -}}
{{- end -}}
{{- if $made -}}{{- toYaml $made -}}{{- end -}}
{{- end -}}

{{- define "wps-cwl.env" -}}
- name: WPS_CWL_CONFIG
  value: /etc/wps-cwl/config.yaml
- name: HOME
  value: /tmp
{{- with .Values.database }}
{{- if .cluster }}
- name: WPS_CWL_DATABASE__URL
  valueFrom: {secretKeyRef: {name: {{ printf "%s-app" .cluster | quote }}, key: uri}}
{{- else if and .existingSecret .host }}
- name: WPS_CWL_DATABASE__URL
  value: {{ printf "postgresql://%s:%d/%s" .host (int .port) .name | quote }}
- name: PGUSER
  valueFrom: {secretKeyRef: {name: {{ .existingSecret | quote }}, key: {{ .userKey | quote }}}}
- name: PGPASSWORD
  valueFrom: {secretKeyRef: {name: {{ .existingSecret | quote }}, key: {{ .passwordKey | quote }}}}
{{- else if .existingSecret }}
- name: WPS_CWL_DATABASE__URL
  valueFrom: {secretKeyRef: {name: {{ .existingSecret | quote }}, key: {{ .urlKey | quote }}}}
{{- end }}
{{- end }}
{{- with .Values.env }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "wps-cwl.mounts" -}}
- {name: config, mountPath: /etc/wps-cwl/config.yaml, subPath: config.yaml, readOnly: true}
- {name: state, mountPath: {{ .Values.state.path | quote }}}
- {name: tmp, mountPath: /tmp}
{{- if .Values.processes.files }}
- {name: processes, mountPath: /etc/wps-cwl/processes/files, readOnly: true}
{{- end }}
{{- range $number, $name := .Values.processes.configMaps }}
- {name: processes-{{ $number }}, mountPath: {{ printf "/etc/wps-cwl/processes/%s" $name | quote }}, readOnly: true}
{{- end }}
{{- if .Values.processes.existingClaim }}
- {name: processes-volume, mountPath: /etc/wps-cwl/processes-volume, readOnly: true}
{{- end }}
{{- if .Values.storage.credentialsSecret }}
- {name: s3, mountPath: /run/secrets/s3, readOnly: true}
{{- end }}
{{- end -}}

{{- define "wps-cwl.volumes" -}}
- name: config
  configMap: {name: {{ include "wps-cwl.name" . | quote }}}
- name: state
  persistentVolumeClaim: {claimName: {{ include "wps-cwl.claim" . | quote }}}
{{- if .Values.processes.files }}
- name: processes
  configMap: {name: {{ printf "%s-processes" (include "wps-cwl.name" .) | quote }}}
{{- end }}
{{- range $number, $name := .Values.processes.configMaps }}
- name: processes-{{ $number }}
  configMap: {name: {{ $name | quote }}}
{{- end }}
{{- with .Values.processes.existingClaim }}
- name: processes-volume
  persistentVolumeClaim: {claimName: {{ . | quote }}, readOnly: true}
{{- end }}
{{- with .Values.storage.credentialsSecret }}
- name: s3
  secret:
    secretName: {{ . | quote }}
    defaultMode: 0440
    items: [{key: credentials, path: credentials}]
{{- end }}
{{- end -}}

{{- /* Ready is who answers, with or without the database: without any Pod, nobody would tell clients to come again. */ -}}
{{- define "wps-cwl.probes" -}}
startupProbe:
  httpGet: {path: /healthz, port: http}
  periodSeconds: 2
  failureThreshold: 90
readinessProbe:
  httpGet: {path: /healthz, port: http}
  periodSeconds: 5
  timeoutSeconds: 5
  failureThreshold: 2
livenessProbe:
  httpGet: {path: /healthz, port: http}
  periodSeconds: 15
  timeoutSeconds: 10
  failureThreshold: 4
{{- end -}}

{{/* Names and labels. */}}
{{- define "wps-cwl.name" -}}
{{- .Values.fullnameOverride | default .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- end -}}

{{- define "wps-cwl.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service | quote }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
{{ include "wps-cwl.selector" . }}
{{- end -}}

{{- define "wps-cwl.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name | quote }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{- end -}}

{{- define "wps-cwl.serviceAccount" -}}
{{- .Values.serviceAccount.name | default (ternary (include "wps-cwl.name" .) "default" .Values.serviceAccount.create) -}}
{{- end -}}

{{- define "wps-cwl.image" -}}
{{- printf "%s:%s" .Values.image.repository (.Values.image.tag | default .Chart.AppVersion) -}}
{{- end -}}

{{- define "wps-cwl.claim" -}}
{{- .Values.state.existingClaim | default (printf "%s-state" (include "wps-cwl.name" .)) -}}
{{- end -}}

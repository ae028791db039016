{{/* The configuration file of the service: what the operator says, and what follows from the other values. */}}
{{- define "wps-cwl.folders" -}}
{{- if .Values.processes.included }}
- /opt/wps-cwl/processes
{{- end }}
{{- if .Values.processes.files }}
- /etc/wps-cwl/processes/files
{{- end }}
{{- range .Values.processes.configMaps }}
- /etc/wps-cwl/processes/{{ . }}
{{- end }}
{{- if .Values.processes.existingClaim }}
- /etc/wps-cwl/processes-volume
{{- end }}
{{- end -}}

{{- define "wps-cwl.url" -}}
{{- if .Values.ingress.enabled -}}
{{- printf "%s://%s" (ternary "https" "http" (not (empty .Values.ingress.tlsSecret))) .Values.ingress.host -}}
{{- else -}}
{{- $port := int .Values.service.port -}}
{{- printf "http://%s.%s.svc%s" (include "wps-cwl.name" .) .Release.Namespace (ternary "" (printf ":%d" $port) (eq $port 80)) -}}
{{- end -}}
{{- end -}}

{{- /* What the engine's container may have, as the service writes it: `8GiB` for Kubernetes' 8Gi. */ -}}
{{- define "wps-cwl.ofEngine" -}}
{{- with .Values.engine.resources.limits -}}
{{- with .memory }}
{{- $said := ternary (toString .) (printf "%d" (int64 .)) (kindIs "string" .) }}
memory: {{ printf "%s%s" $said (ternary "" "B" (regexMatch "[0-9]$" $said)) }}
{{- end }}
{{- with .cpu }}
cores: {{ ternary (divf (trimSuffix "m" (toString .)) 1000) (float64 .) (hasSuffix "m" (toString .)) | ceil | int }}
{{- end }}
{{- end -}}
{{- end -}}

{{- define "wps-cwl.config" -}}
{{- include "wps-cwl.check" . -}}
{{- $config := deepCopy .Values.config -}}
{{- $server := dict "url" (include "wps-cwl.url" .) -}}
{{- /* The Ingress leads to all of the service. Only where nobody has said otherwise: `merge` takes false for nothing. */ -}}
{{- if not (hasKey (default dict $config.server) "metrics") -}}
{{- $_ := set $server "metrics" .Values.serviceMonitor.enabled -}}
{{- end -}}
{{- $server = merge (dict "host" "0.0.0.0" "port" 5000) (default dict $config.server) $server -}}
{{- $_ := set $config "server" $server -}}
{{- $_ := set $config "state" .Values.state.path -}}
{{- $_ := set $config "processes" (include "wps-cwl.folders" . | fromYamlArray) -}}
{{- $_ := set $config "log" (merge (default dict $config.log) (dict "format" "json")) -}}
{{- $_ := set $config "engine" (merge (dict "drain" (int .Values.engine.drainSeconds)) (default dict $config.engine)) -}}
{{- if .Values.storage.credentialsSecret -}}
{{- $_ := set $config "storage" (merge (dict "credentials" "/run/secrets/s3/credentials") $config.storage) -}}
{{- end -}}
{{- $made := dict -}}
{{- if .Values.kubernetes.enabled -}}
{{- $fixed := dict "scheduler" "kubernetes" "pod_template" "/etc/wps-cwl/step-pod.yaml" "containers" "none" -}}
{{- $_ := set $made "kubernetes" (merge $fixed .Values.kubernetes.profile) -}}
{{- end -}}
{{- if .Values.slurm.enabled -}}
{{- $_ := set $made "slurm" (merge (dict "scheduler" "slurm") .Values.slurm.profile) -}}
{{- end -}}
{{- $profiles := merge $made (default dict $config.profiles) -}}
{{- if not $profiles -}}{{- $_ := set $profiles "local" dict -}}{{- end -}}
{{- range $profile := $profiles -}}
{{- if eq (default "local" $profile.scheduler) "local" -}}
{{- $_ := merge $profile (include "wps-cwl.ofEngine" $ | fromYaml) -}}
{{- end -}}
{{- end -}}
{{- $_ := set $config "profiles" $profiles -}}
{{- if and $made (not (dig "routing" "default" "" $config)) -}}
{{- $routing := merge (default dict $config.routing) (dict "default" (keys $made | sortAlpha | first)) -}}
{{- $_ := set $config "routing" $routing -}}
{{- end -}}
{{- toYaml $config -}}
{{- end -}}

{{/* The files of the service's ConfigMap. */}}
{{- define "wps-cwl.files" -}}
config.yaml: |
  {{- include "wps-cwl.config" . | nindent 2 }}
{{- if .Values.kubernetes.enabled }}
step-pod.yaml: |
  {{- include "wps-cwl.stepPod" . | nindent 2 }}
{{- end }}
{{- end -}}

{{/* What the schema cannot say: values that only together mean something, or contradict each other. */}}
{{- define "wps-cwl.postgresql" -}}
{{- if or .Values.database.cluster .Values.database.existingSecret -}}yes{{- end -}}
{{- end -}}

{{- define "wps-cwl.check" -}}
{{- $db := .Values.database -}}
{{- if and $db.cluster $db.existingSecret -}}
{{- fail "database.cluster and database.existingSecret contradict each other; set one of them" -}}
{{- end -}}
{{- if and $db.host (not $db.existingSecret) -}}
{{- fail "database.host needs database.existingSecret, which holds user and password" -}}
{{- end -}}
{{- /* With PostgreSQL, one web server and one engine are two Pods; and each step in the cluster is one more. */ -}}
{{- $several := or (include "wps-cwl.postgresql" .) .Values.kubernetes.enabled -}}
{{- if and $several (ne .Values.state.accessMode "ReadWriteMany") (not .Values.state.existingClaim) -}}
{{- fail (printf "state.accessMode is %s, and several Pods share the volume; choose: ReadWriteMany" .Values.state.accessMode) -}}
{{- end -}}
{{- if not (include "wps-cwl.postgresql" .) -}}
{{- if gt (int .Values.engine.replicas) 1 -}}
{{- fail "engine.replicas is more than 1, which needs PostgreSQL; set database.cluster or database.existingSecret" -}}
{{- end -}}
{{- if .Values.web.autoscaling.enabled -}}
{{- fail "web.autoscaling.enabled needs PostgreSQL; set database.cluster or database.existingSecret" -}}
{{- end -}}
{{- end -}}
{{- if and .Values.ingress.enabled (not .Values.ingress.host) -}}
{{- fail "ingress.host is missing: the service has to know under which name clients see it" -}}
{{- end -}}
{{- if and .Values.serviceMonitor.enabled (not (dig "server" "metrics" true .Values.config)) -}}
{{- fail "serviceMonitor.enabled and config.server.metrics: false contradict each other; there is nothing to ask for" -}}
{{- end -}}
{{- if and .Values.dashboard.enabled (not (dig "server" "metrics" .Values.serviceMonitor.enabled .Values.config)) -}}
{{- fail "dashboard.enabled needs the figures; set serviceMonitor.enabled or config.server.metrics: true" -}}
{{- end -}}
{{- if and .Values.storage.credentialsSecret (ne (dig "storage" "kind" "file" .Values.config) "s3") -}}
{{- fail "storage.credentialsSecret means nothing without config.storage.kind: s3" -}}
{{- end -}}
{{- if .Values.slurm.enabled -}}
{{- if not .Values.slurm.mungeKeySecret -}}{{- fail "slurm.mungeKeySecret is missing" -}}{{- end -}}
{{- if not .Values.slurm.configMap -}}{{- fail "slurm.configMap is missing" -}}{{- end -}}
{{- if not .Values.slurm.userName -}}
{{- fail (printf "slurm.userName is missing: what the nodes call the user %d of security.runAsUser" (int .Values.security.runAsUser)) -}}
{{- end -}}
{{- end -}}
{{- if and .Values.kubernetes.enabled (dig "profiles" "kubernetes" false .Values.config) -}}
{{- fail "config.profiles.kubernetes is made by the chart; set kubernetes.profile" -}}
{{- end -}}
{{- if and .Values.slurm.enabled (dig "profiles" "slurm" false .Values.config) -}}
{{- fail "config.profiles.slurm is made by the chart; set slurm.profile" -}}
{{- end -}}
{{- if not (include "wps-cwl.folders" .) -}}
{{- fail "processes.included is false, and no other processes are named" -}}
{{- end -}}
{{- end -}}

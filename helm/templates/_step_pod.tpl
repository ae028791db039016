{{/* The Pod of a step, without its command and what it asks for; Toil adds these. It has no token and no secret. */}}
{{- define "wps-cwl.stepPod" -}}
apiVersion: v1
kind: Pod
spec:
  {{- with include "wps-cwl.pullSecrets" . }}{{ . | nindent 2 }}{{ end }}
  automountServiceAccountToken: false
  enableServiceLinks: false
  restartPolicy: Never
  securityContext: {{- include "wps-cwl.podSecurity" . | nindent 4 }}
  {{- with include "wps-cwl.placement" .Values.kubernetes }}{{ . | nindent 2 }}{{ end }}
  containers:
    - name: step
      image: {{ .Values.kubernetes.image | default (include "wps-cwl.image" .) | quote }}
      imagePullPolicy: {{ .Values.image.pullPolicy }}
      securityContext: {{- include "wps-cwl.containerSecurity" . | nindent 8 }}
      volumeMounts:
        - {name: state, mountPath: {{ .Values.state.path | quote }}}
        - {name: tmp, mountPath: /tmp}
        - {name: tmp, mountPath: /var/tmp}
  volumes:
    - name: state
      persistentVolumeClaim: {claimName: {{ include "wps-cwl.claim" . | quote }}}
    - name: tmp
      emptyDir: {}
{{- end -}}

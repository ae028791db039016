{{/*
munge beside the engine: it signs for the commands of Slurm in the engine's container, which reach it by its socket.
A sidecar, as Kubernetes has them since 1.29: it is there before the engine, and is ended after it. A container like any
other would be told to end together with the engine, which then could not go on with its jobs (engine.drainSeconds).
It wants a key that nobody else can read, and a Secret's file is its group's too: hence the copy. --force: the folders
are the Pod's alone, though others of their group could write to them.
*/}}
{{- define "wps-cwl.munge" -}}
- name: munge
  image: {{ .Values.slurm.mungeImage | default (include "wps-cwl.image" .) | quote }}
  imagePullPolicy: {{ .Values.image.pullPolicy }}
  restartPolicy: Always
  command:
    - sh
    - -c
    - |
      set -eu
      install -m 400 /etc/munge-key/munge.key /run/munge/munge.key
      exec /usr/sbin/munged --foreground --force --key-file=/run/munge/munge.key --socket=/run/munge/munge.socket.2 \
        --pid-file=/run/munge/munged.pid --seed-file=/run/munge/munged.seed --log-file=/run/munge/munged.log
  startupProbe:
    exec: {command: [sh, -c, "munge -n | unmunge > /run/munge/probe"]}
    periodSeconds: 2
    timeoutSeconds: 5
    failureThreshold: 90
  readinessProbe:
    exec: {command: [sh, -c, "munge -n | unmunge > /run/munge/probe"]}
    periodSeconds: 30
    timeoutSeconds: 5
  resources:
    requests: {cpu: 10m, memory: 16Mi}
    limits: {memory: 64Mi}
  securityContext: {{- include "wps-cwl.containerSecurity" . | nindent 4 }}
  volumeMounts:
    - {name: munge, mountPath: /run/munge}
    - {name: munge-key, mountPath: /etc/munge-key, readOnly: true}
{{- end -}}

{{/*
The name of our user, without which neither Slurm's commands nor the engine can tell our jobs from others': the image knows
the number only where it happens to be its own. A line before those of the engine's image, which are needed, too: slurm.conf
names a user that has to be there.
*/}}
{{- define "wps-cwl.slurmUser" -}}
- name: user
  image: {{ include "wps-cwl.image" . | quote }}
  imagePullPolicy: {{ .Values.image.pullPolicy }}
  command:
    - sh
    - -c
    - |
      set -eu
      echo '{{ .Values.slurm.userName }}:x:{{ .Values.security.runAsUser }}:{{ .Values.security.runAsGroup }}::/tmp:/usr/sbin/nologin' \
        | cat - /etc/passwd > /run/users/passwd
  resources:
    requests: {cpu: 10m, memory: 16Mi}
    limits: {memory: 64Mi}
  securityContext: {{- include "wps-cwl.containerSecurity" . | nindent 4 }}
  volumeMounts:
    - {name: users, mountPath: /run/users}
{{- end -}}

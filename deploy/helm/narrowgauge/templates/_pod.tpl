{{/* The pods of a program. Of a dict with `root`, `program`, and of an agent `class` and its `className`. */}}
{{- define "narrowgauge.podTemplate" -}}
metadata:
  labels:
    {{- include "narrowgauge.labels" . | nindent 4 }}
    {{- with .className }}
    narrowgauge.dev/node-class: {{ . }}
    {{- end }}
    {{- with .root.Values.podLabels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  annotations:
    # Pods are replaced when what they have read at their start is another.
    narrowgauge.dev/settings: {{ include "narrowgauge.settings" . | sha256sum | quote }}
    {{- with .root.Values.secrets.values }}
    narrowgauge.dev/secrets: {{ toYaml . | sha256sum | quote }}
    {{- end }}
    {{- with .root.Values.authorities.pem }}
    narrowgauge.dev/authorities: {{ . | sha256sum | quote }}
    {{- end }}
    {{- with .root.Values.podAnnotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  {{- include "narrowgauge.podSpec" . | nindent 2 }}
{{- end }}

{{- define "narrowgauge.podSpec" -}}
{{- $values := .root.Values -}}
{{- $own := index $values .program -}}
{{- $class := .class | default dict -}}
serviceAccountName: {{ .root.Release.Name }}-{{ .program }}
# None of the programs talks to Kubernetes.
automountServiceAccountToken: false
# A Service called kafka would give them variables such as KAFKA_PORT, which they would take for settings.
enableServiceLinks: false
{{- with $values.images.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- with $class.runtimeClassName }}
runtimeClassName: {{ . }}
{{- end }}
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  fsGroup: 10001
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile:
    type: RuntimeDefault
{{- if eq .program "migrate" }}
restartPolicy: OnFailure
{{- else }}
# What has not ended within the grace is given back, which takes some seconds more.
terminationGracePeriodSeconds: {{ add ($own.graceSeconds | int64) ($own.leaveSeconds | default 0 | int64) 30 }}
{{- end }}
{{- with $class.nodeSelector | default $own.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $class.tolerations | default $own.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- if or (eq .program "api") (eq .program "worker") }}
{{ include "narrowgauge.placement" . }}
{{- end }}
containers:
  - name: {{ .program }}
    image: {{ include "narrowgauge.image" . | quote }}
    imagePullPolicy: {{ $values.images.pullPolicy }}
    securityContext:
      allowPrivilegeEscalation: false
      readOnlyRootFilesystem: true
      capabilities:
        drop: [ALL]
    env:
      {{- include "narrowgauge.environment" . | nindent 6 }}
    {{- if ne .program "migrate" }}
    ports:
      - name: http
        containerPort: {{ include "narrowgauge.port" . }}
      {{- if eq .program "api" }}
      - name: grpc
        containerPort: 9090
      {{- end }}
    {{- include "narrowgauge.probes" . | nindent 4 }}
    {{- end }}
    {{- if eq .program "api" }}
    lifecycle:
      preStop:
        sleep:
          seconds: {{ $own.leaveSeconds | int64 }}
    {{- end }}
    resources:
      {{- include "narrowgauge.resources" . | nindent 6 }}
    volumeMounts:
      {{- include "narrowgauge.mounts" . | nindent 6 }}
volumes:
  {{- include "narrowgauge.volumes" . | nindent 2 }}
{{- end }}

{{/* A program answers once it has its schema, for which it waits, and ends where that takes too long. */}}
{{- define "narrowgauge.probes" -}}
startupProbe:
  httpGet:
    path: /q/health/started
    port: http
    scheme: {{ include "narrowgauge.scheme" . }}
  periodSeconds: 2
  timeoutSeconds: 2
  failureThreshold: {{ div (add (.root.Values.maxWaitSeconds | int64) 60) 2 }}
readinessProbe:
  httpGet:
    path: /q/health/ready
    port: http
    scheme: {{ include "narrowgauge.scheme" . }}
  periodSeconds: 5
  timeoutSeconds: 5
livenessProbe:
  httpGet:
    path: /q/health/live
    port: http
    scheme: {{ include "narrowgauge.scheme" . }}
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 6
{{- end }}

{{/* A device is asked for beside the rest. */}}
{{- define "narrowgauge.resources" -}}
{{- $class := .class | default dict -}}
{{- $resources := deepCopy ($class.resources | default (index .root.Values .program).resources) -}}
{{- with $class.devices -}}
{{- $_ := set $resources "limits" (merge (dict) . ($resources.limits | default dict)) -}}
{{- end -}}
{{- toYaml $resources -}}
{{- end }}

{{- define "narrowgauge.placement" -}}
{{- $agents := include "narrowgauge.selector" (dict "root" .root "program" "agent") -}}
affinity:
  podAntiAffinity:
    {{- if .root.Values.machineLock.hostPath }}
    preferredDuringSchedulingIgnoredDuringExecution:
      - weight: 100
        podAffinityTerm:
          topologyKey: kubernetes.io/hostname
          labelSelector:
            matchLabels:
              {{- $agents | nindent 14 }}
    {{- else }}
    # It would compute beside what is measured there.
    requiredDuringSchedulingIgnoredDuringExecution:
      - topologyKey: kubernetes.io/hostname
        labelSelector:
          matchLabels:
            {{- $agents | nindent 12 }}
    {{- end }}
{{- with .root.Values.topologySpread }}
{{- if .enabled }}
topologySpreadConstraints:
  {{- range list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
  - topologyKey: {{ . }}
    maxSkew: {{ $.root.Values.topologySpread.maxSkew | int64 }}
    whenUnsatisfiable: {{ $.root.Values.topologySpread.whenUnsatisfiable }}
    matchLabelKeys: [pod-template-hash]
    labelSelector:
      matchLabels:
        {{- include "narrowgauge.selector" $ | nindent 8 }}
  {{- end }}
{{- end }}
{{- end }}
{{- end }}

{{- define "narrowgauge.mounts" -}}
- name: settings
  mountPath: /etc/narrowgauge/settings
  readOnly: true
{{- if include "narrowgauge.secretFiles" . | fromYaml }}
- name: secrets
  mountPath: /etc/narrowgauge/secrets
  readOnly: true
{{- end }}
{{- if include "narrowgauge.hasAuthorities" . }}
- name: authorities
  mountPath: /etc/narrowgauge/authorities
  readOnly: true
{{- end }}
{{- if eq (include "narrowgauge.scheme" .) "HTTPS" }}
- name: tls
  mountPath: /etc/narrowgauge/tls
  readOnly: true
{{- end }}
- name: temporary
  mountPath: /tmp
{{- if ne .program "migrate" }}
- name: data
  mountPath: /var/lib/narrowgauge/data
{{- if not .root.Values.blobs.s3.bucket }}
- name: blobs
  mountPath: /var/lib/narrowgauge/volume
{{- end }}
{{- if .root.Values.machineLock.hostPath }}
- name: machine
  mountPath: /run/narrowgauge/machine
{{- end }}
{{- end }}
{{- end }}

{{- define "narrowgauge.volumes" -}}
{{- $values := .root.Values -}}
{{- $storage := (index $values .program).storage -}}
- name: settings
  configMap:
    name: {{ include "narrowgauge.settingsName" . }}
    items:
      - key: {{ .program }}.properties
        path: narrowgauge.properties
{{- with include "narrowgauge.secretFiles" . | fromYaml }}
- name: secrets
  secret:
    secretName: {{ include "narrowgauge.secret" $ }}
    # 0440
    defaultMode: 288
    items:
      {{- range $variable, $key := . }}
      - key: {{ $key }}
        path: {{ $variable }}
      {{- end }}
{{- end }}
{{- if include "narrowgauge.hasAuthorities" . }}
- name: authorities
  configMap:
    name: {{ include "narrowgauge.authorities" . }}
    items:
      - key: {{ $values.authorities.key }}
        path: ca.crt
{{- end }}
{{- if eq (include "narrowgauge.scheme" .) "HTTPS" }}
- name: tls
  secret:
    secretName: {{ $values.api.tls.secret }}
    # 0440
    defaultMode: 288
{{- end }}
- name: temporary
  emptyDir:
    sizeLimit: {{ $storage.temporaryGiB | int64 }}Gi
{{- if ne .program "migrate" }}
- name: data
  emptyDir:
    sizeLimit: {{ add ($storage.cacheGiB | int64) ($storage.workGiB | int64) }}Gi
{{- if not $values.blobs.s3.bucket }}
- name: blobs
  persistentVolumeClaim:
    claimName: {{ include "narrowgauge.volumeClaim" . }}
{{- end }}
{{- with $values.machineLock.hostPath }}
- name: machine
  hostPath:
    path: {{ . }}
    # The folder is made, with the rights that it needs, by whoever sets the node up.
    type: Directory
{{- end }}
{{- end }}
{{- end }}

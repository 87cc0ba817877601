{{/* By what the objects of one program are found. Of a dict with `root` and `program`. */}}
{{- define "narrowgauge.selector" -}}
app.kubernetes.io/name: narrowgauge
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .program }}
{{- end }}

{{- define "narrowgauge.labels" -}}
{{ include "narrowgauge.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end }}

{{/* Metadata of an object that is called after its program. */}}
{{- define "narrowgauge.metadata" -}}
name: {{ printf "%s-%s" .root.Release.Name .program }}
namespace: {{ .root.Release.Namespace }}
labels:
  {{- include "narrowgauge.labels" . | nindent 2 }}
{{- end }}

{{/* What migrate needs is there before everything else, and gone after it. Of the order among such objects. */}}
{{- define "narrowgauge.before" -}}
helm.sh/hook: pre-install,pre-upgrade
helm.sh/hook-weight: {{ . | quote }}
helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
{{- end }}

{{- define "narrowgauge.image" -}}
{{- $images := .root.Values.images -}}
{{- $name := printf "%s/narrowgauge/%s" $images.registry .program -}}
{{- with index $images.digests .program -}}
{{ printf "%s@%s" $name . }}
{{- else -}}
{{ printf "%s:%s" $name ($images.tag | default $.root.Chart.AppVersion) }}
{{- end -}}
{{- end }}

{{/* The Secret that a program reads: migrate, which runs before what the chart makes is there, has one of its own. */}}
{{- define "narrowgauge.secret" -}}
{{- if .root.Values.secrets.values -}}
{{ printf "%s-%s" .root.Release.Name (eq .program "migrate" | ternary "migrate" "secrets") }}
{{- else -}}
{{ .root.Values.secrets.existing }}
{{- end -}}
{{- end }}

{{/* The ConfigMap with the settings of a program. */}}
{{- define "narrowgauge.settingsName" -}}
{{ printf "%s-%s" .root.Release.Name (eq .program "migrate" | ternary "migrate" "settings") }}
{{- end }}

{{/* Whether there are authorities of a company's own: empty where not. */}}
{{- define "narrowgauge.hasAuthorities" -}}
{{- with .root.Values.authorities }}{{ if or .configMap .pem }}true{{ end }}{{ end -}}
{{- end }}

{{/* The ConfigMap with their certificates. */}}
{{- define "narrowgauge.authorities" -}}
{{- .root.Values.authorities.configMap | default (include "narrowgauge.settingsName" .) -}}
{{- end }}

{{- define "narrowgauge.volumeClaim" -}}
{{- .root.Values.blobs.volume.existingClaim | default (printf "%s-blobs" .root.Release.Name) -}}
{{- end }}

{{/* Where its health and metrics are. */}}
{{- define "narrowgauge.port" -}}
{{- if eq .program "worker" -}}8081
{{- else if eq .program "agent" -}}8082
{{- else if .root.Values.api.tls.behindProxy -}}8080
{{- else -}}8443
{{- end -}}
{{- end }}

{{- define "narrowgauge.scheme" -}}
{{- and (eq .program "api") (not .root.Values.api.tls.behindProxy) | ternary "HTTPS" "HTTP" -}}
{{- end }}

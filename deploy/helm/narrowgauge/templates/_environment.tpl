{{/* Environment variables without their ending _FILE, and the keys of the Secret that hold their values, as a map. */}}
{{- define "narrowgauge.secretFiles" -}}
{{- $values := .root.Values -}}
{{- if $values.database.passwords }}
QUARKUS_DATASOURCE_PASSWORD: database-{{ .program }}
{{- end }}
{{- if $values.kafka.jaas }}
KAFKA_SASL_JAAS_CONFIG: kafka-{{ .program }}
{{- end }}
{{- if and (eq .program "migrate") $values.migrate.adminKey }}
NARROWGAUGE_ADMIN_KEY: admin-key
{{- end }}
{{- if and $values.serviceMonitor.enabled (ne .program "migrate") }}
NARROWGAUGE_METRICS_TOKEN: metrics-token
{{- end }}
{{- if eq .program "api" }}
{{- if $values.signing.verdicts }}
NARROWGAUGE_SIGNING_KEY: signing-key
{{- end }}
{{- if $values.signing.models }}
NARROWGAUGE_SIGNING_MODEL_KEY: model-signing-key
{{- end }}
{{- end }}
{{- with (index $values .program).secretFiles }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* Keys of the Secret that a program reads, as a list. */}}
{{- define "narrowgauge.secretKeys" -}}
{{- $keys := values (include "narrowgauge.secretFiles" . | fromYaml) -}}
{{- if and .root.Values.blobs.s3.bucket .root.Values.blobs.s3.keys (ne .program "migrate") -}}
{{- $keys = concat $keys (list "s3-access-key-id" "s3-secret-access-key") -}}
{{- end -}}
{{- toYaml (uniq $keys | sortAlpha) -}}
{{- end }}

{{/* Of a dict with `root`, `program`, and of an agent `class` and its `className`. */}}
{{- define "narrowgauge.environment" -}}
{{- $values := .root.Values -}}
{{- $own := index $values .program -}}
- name: QUARKUS_CONFIG_LOCATIONS
  value: file:/etc/narrowgauge/settings/narrowgauge.properties
- name: QUARKUS_DATASOURCE_JDBC_URL
  value: {{ $values.database.url | quote }}
- name: QUARKUS_DATASOURCE_USERNAME
  value: {{ index $values.database.users .program | quote }}
{{- with index $values.database.connections .program }}
- name: QUARKUS_DATASOURCE_JDBC_MAX_SIZE
  value: {{ . | int64 | quote }}
{{- end }}
- name: KAFKA_BOOTSTRAP_SERVERS
  value: {{ $values.kafka.bootstrapServers | quote }}
{{- range $name, $value := $values.kafka.settings }}
- name: {{ $name | upper | replace "." "_" | printf "KAFKA_%s" }}
  value: {{ $value | quote }}
{{- end }}
- name: NARROWGAUGE_SCHEMA_MAX_WAIT
  value: {{ printf "%ds" ($values.maxWaitSeconds | int64) }}
{{- if include "narrowgauge.hasAuthorities" . }}
- name: NARROWGAUGE_AUTHORITIES
  value: /etc/narrowgauge/authorities/ca.crt
{{- end }}
{{- range $variable, $_ := include "narrowgauge.secretFiles" . | fromYaml }}
- name: {{ $variable }}_FILE
  value: /etc/narrowgauge/secrets/{{ $variable }}
{{- end }}
{{- if eq .program "migrate" }}
{{ include "narrowgauge.environmentOfMigrate" . }}
{{- else }}
{{ include "narrowgauge.environmentOfContent" . }}
{{- end }}
{{- if eq .program "api" }}
{{ include "narrowgauge.environmentOfApi" . }}
{{- else if eq .program "worker" }}
- name: NARROWGAUGE_WORKER_SLOTS
  value: {{ $own.slots | int64 | quote }}
- name: NARROWGAUGE_WORKER_GRACE
  value: {{ printf "%ds" ($own.graceSeconds | int64) }}
{{- else if eq .program "agent" }}
{{ include "narrowgauge.environmentOfAgent" . }}
{{- end }}
{{- range $name, $value := merge (dict) ((.class | default dict).env | default dict) $own.env $values.env }}
- name: {{ $name }}
  value: {{ $value | quote }}
{{- end }}
{{- end }}

{{- define "narrowgauge.environmentOfMigrate" -}}
{{- $values := .root.Values -}}
- name: NARROWGAUGE_USERS_API
  value: {{ $values.database.users.api | quote }}
- name: NARROWGAUGE_USERS_WORKER
  value: {{ $values.database.users.worker | quote }}
- name: NARROWGAUGE_USERS_AGENT
  value: {{ $values.database.users.agent | quote }}
{{- with $values.migrate.topics }}
- name: NARROWGAUGE_TOPICS_PARTITIONS
  value: {{ .partitions | int64 | quote }}
{{- with .replicas }}
- name: NARROWGAUGE_TOPICS_REPLICAS
  value: {{ . | int64 | quote }}
{{- end }}
{{- with .deviceClasses }}
- name: NARROWGAUGE_TOPICS_DEVICE_CLASSES
  value: {{ join "," . | quote }}
{{- end }}
{{- end }}
{{- end }}

{{/* Of those who read and write models and what comes of them. */}}
{{- define "narrowgauge.environmentOfContent" -}}
{{- $values := .root.Values -}}
- name: NARROWGAUGE_DATA_DIR
  value: /var/lib/narrowgauge/data
- name: NARROWGAUGE_MACHINE_LOCK
  value: {{ empty $values.machineLock.hostPath | ternary "/tmp/machine" "/run/narrowgauge/machine" }}
{{- with $values.blobs.s3 }}
{{- if .bucket }}
- name: NARROWGAUGE_BLOB_S3_BUCKET
  value: {{ .bucket | quote }}
{{- with .prefix }}
- name: NARROWGAUGE_BLOB_S3_PREFIX
  value: {{ . | quote }}
{{- end }}
{{- with .region }}
- name: NARROWGAUGE_BLOB_S3_REGION
  value: {{ . | quote }}
{{- end }}
{{- with .endpoint }}
- name: NARROWGAUGE_BLOB_S3_ENDPOINT
  value: {{ . | quote }}
{{- end }}
- name: NARROWGAUGE_BLOB_S3_PATH_STYLE
  value: {{ .pathStyle | quote }}
- name: NARROWGAUGE_BLOB_S3_CHECKSUMS
  value: {{ .checksums | quote }}
- name: NARROWGAUGE_BLOB_CACHE_SIZE
  value: {{ printf "%dG" ((index $values $.program).storage.cacheGiB | int64) }}
{{- if .keys }}
- name: AWS_ACCESS_KEY_ID
  valueFrom:
    secretKeyRef:
      name: {{ include "narrowgauge.secret" $ }}
      key: s3-access-key-id
- name: AWS_SECRET_ACCESS_KEY
  valueFrom:
    secretKeyRef:
      name: {{ include "narrowgauge.secret" $ }}
      key: s3-secret-access-key
{{- end }}
{{- else }}
- name: NARROWGAUGE_BLOB_DIR
  value: /var/lib/narrowgauge/volume/blobs
{{- end }}
{{- end }}
{{- end }}

{{- define "narrowgauge.environmentOfApi" -}}
{{- $api := .root.Values.api -}}
- name: QUARKUS_HTTP_HOST
  value: 0.0.0.0
- name: NARROWGAUGE_API_GRPC_HOST
  value: 0.0.0.0
- name: NARROWGAUGE_API_HOSTS
  value: {{ include "narrowgauge.hosts" . }}
- name: NARROWGAUGE_API_BEHIND_TLS_PROXY
  value: {{ $api.tls.behindProxy | quote }}
{{- if and $api.tls.clientCertificates (not $api.tls.behindProxy) }}
- name: NARROWGAUGE_API_GRPC_CLIENT_CERTIFICATES
  value: "true"
{{- end }}
- name: NARROWGAUGE_API_MAX_BODY
  value: {{ printf "%dG" ($api.maxBodyGiB | int64) }}
- name: NARROWGAUGE_API_GRACE
  value: {{ printf "%ds" ($api.graceSeconds | int64) }}
{{- with .root.Values.admission }}
{{- if and .enabled .project }}
- name: NARROWGAUGE_ADMISSION_OPEN_PROJECTS
  value: {{ .project | quote }}
{{- end }}
{{- if and .enabled .policies }}
- name: NARROWGAUGE_ADMISSION_POLICIES
  value: {{ join "," .policies | quote }}
{{- end }}
{{- end }}
{{- end }}

{{/* By which the API is called: in the cluster and from outside. */}}
{{- define "narrowgauge.hosts" -}}
{{- $name := printf "%s-api" .root.Release.Name -}}
{{- $namespaced := printf "%s.%s" $name .root.Release.Namespace -}}
{{- $service := printf "%s.svc" $namespaced -}}
{{- $hosts := list $name $namespaced $service (printf "%s.%s" $service .root.Values.api.clusterDomain) -}}
{{- with .root.Values.api.ingress }}{{ if .enabled }}{{ $hosts = append $hosts .host }}{{ end }}{{ end -}}
{{- concat $hosts .root.Values.api.hosts | uniq | join "," -}}
{{- end }}

{{- define "narrowgauge.environmentOfAgent" -}}
{{- $agent := .root.Values.agent -}}
- name: KUBERNETES_NODE
  valueFrom:
    fieldRef:
      fieldPath: spec.nodeName
- name: NARROWGAUGE_AGENT_NAME
  value: $(KUBERNETES_NODE)-{{ .className }}
- name: NARROWGAUGE_AGENT_LABELS
  value: {{ concat (list (printf "class=%s" .className)) (.class.labels | default list) | join "," | quote }}
- name: NARROWGAUGE_AGENT_FORKS
  value: {{ $agent.forks | int64 | quote }}
- name: NARROWGAUGE_AGENT_GRACE
  value: {{ printf "%ds" ($agent.graceSeconds | int64) }}
{{- end }}

{{/* A file of settings, for those whose names no environment variable can have. */}}
{{- define "narrowgauge.settings" -}}
{{- $values := .root.Values -}}
# What has no place in an environment variable.
{{- if include "narrowgauge.hasAuthorities" . }}
quarkus.datasource.jdbc.additional-jdbc-properties.sslrootcert=/etc/narrowgauge/authorities/ca.crt
{{- end }}
{{- if and (eq .program "api") (not $values.api.tls.behindProxy) }}
quarkus.http.insecure-requests=disabled
quarkus.tls.key-store.pem.0.cert=/etc/narrowgauge/tls/tls.crt
quarkus.tls.key-store.pem.0.key=/etc/narrowgauge/tls/tls.key
quarkus.tls.reload-period={{ $values.api.tls.reloadPeriod }}
{{- if $values.api.tls.clientCertificates }}
quarkus.tls.trust-store.pem.certs=/etc/narrowgauge/tls/ca.crt
{{- end }}
{{- end }}
{{- range $key, $value := merge (dict) (index $values .program).settings $values.settings }}
{{ $key | replace "\\" "\\\\" | replace ":" "\\:" | replace "=" "\\=" | replace " " "\\ " }}={{ $value | replace "\\" "\\\\" }}
{{- end }}
{{- end }}

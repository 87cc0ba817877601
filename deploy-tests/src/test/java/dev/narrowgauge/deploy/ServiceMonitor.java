package dev.narrowgauge.deploy;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.List;

/**
 * Of the Prometheus operator, as far as the chart has it. Source: <a
 * href="https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.ServiceMonitor">its API</a>.
 */
record ServiceMonitor(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {
    record Spec(String jobLabel, LabelSelector selector, List<Endpoint> endpoints) {}

    record Endpoint(
            String port, String path, String scheme, String interval, Authorization authorization, Tls tlsConfig) {}

    record Authorization(String type, Key credentials) {}

    record Tls(String serverName, Source ca) {}

    record Source(Key configMap) {}

    record Key(String name, String key) {}
}

package dev.narrowgauge.deploy;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import java.util.List;
import java.util.Map;

/**
 * Objects of KEDA, as far as the chart has them. Source: <a href="https://keda.sh/docs/2.14/reference/scaledobject-spec/">its
 * specification</a>.
 */
final class KedaObjects {
    private KedaObjects() {}

    record ScaledObject(String apiVersion, String kind, ObjectMeta metadata, Scaling spec) {}

    record Scaling(
            Named scaleTargetRef,
            int minReplicaCount,
            int maxReplicaCount,
            int pollingInterval,
            int cooldownPeriod,
            Fallback fallback,
            Advanced advanced,
            List<Trigger> triggers) {}

    record Named(String name) {}

    record Fallback(int failureThreshold, int replicas) {}

    record Advanced(AutoscalerConfig horizontalPodAutoscalerConfig) {}

    record AutoscalerConfig(HorizontalPodAutoscalerBehavior behavior) {}

    record Trigger(String type, Map<String, String> metadata, Named authenticationRef) {}

    record TriggerAuthentication(String apiVersion, String kind, ObjectMeta metadata, Authentication spec) {}

    record Authentication(List<SecretTarget> secretTargetRef) {}

    record SecretTarget(String parameter, String name, String key) {}
}

package dev.narrowgauge.domain.gate;

import dev.narrowgauge.domain.settings.DocumentSchema;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The JSON schema of policies. */
public final class PolicySchema {
    private PolicySchema() {}

    /** As nested maps and lists, in a fixed order. */
    public static Map<String, Object> document() {
        Map<String, Object> schema = DocumentSchema.of(
                "policy", "Policy", "The gate's rules. What is absent is as in the standard policy.", PolicyKeys.ALL);
        rule(schema).put("anyOf", limits());
        return schema;
    }

    /** The limit that a metric has. */
    private static List<Map<String, Object>> limits() {
        List<String> open = Arrays.stream(Metric.values())
                .filter(metric -> metric.kind() == Metric.Kind.DEFAULT_ZERO)
                .map(Metric::label)
                .toList();
        return List.of(
                Map.of("required", List.of(PolicyKeys.MAX.name())),
                Map.of("required", List.of(PolicyKeys.MIN.name())),
                Map.of("required", List.of(PolicyKeys.VERSIONS.name())),
                Map.of("properties", Map.of(PolicyKeys.METRIC.name(), Map.of("enum", open))));
    }

    @SuppressWarnings("unchecked") // A schema is maps of keywords all the way down.
    private static Map<String, Object> rule(Map<String, Object> schema) {
        Map<String, Object> properties = (Map<String, Object>) schema.get("properties");
        Map<String, Object> rules = (Map<String, Object>) properties.get(PolicyKeys.RULES.name());
        return (Map<String, Object>) rules.get("items");
    }
}

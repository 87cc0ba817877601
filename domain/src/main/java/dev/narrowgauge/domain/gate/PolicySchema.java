package dev.narrowgauge.domain.gate;

import dev.narrowgauge.domain.settings.DocumentSchema;
import java.util.Map;

/** The JSON schema of policies. */
public final class PolicySchema {
    private PolicySchema() {}

    /** As nested maps and lists, in a fixed order. */
    public static Map<String, Object> document() {
        return DocumentSchema.of(
                "policy", "Policy", "The gate's rules. What is absent is as in the standard policy.", PolicyKeys.ALL);
    }
}

package dev.narrowgauge.domain.gate;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.variant.Precision;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The gate's rules. Every variant is held against them; only variants of the gating precisions decide the run.
 *
 * @param version of the policy format
 * @param gate precisions that decide; the others are measured and reported
 */
public record Policy(int version, Set<Precision> gate, List<Rule> rules) {
    public static final int VERSION = 1;

    public Policy {
        if (version != VERSION) {
            throw new IllegalArgumentException("policy version " + version + " is not known, expected " + VERSION);
        }
        gate = Set.copyOf(requireNonNull(gate, "gate is null"));
        rules = List.copyOf(requireNonNull(rules, "rules is null"));
    }

    /** INT8 decides: at most one point of top-1 lost, and not slower than the baseline. */
    public static Policy standard() {
        return new Policy(
                VERSION,
                Set.of(Precision.INT8),
                List.of(
                        new Rule("accuracy", Metric.ACCURACY_TOP1_LOSS, 0.01, 0.95),
                        new Rule("latency", Metric.LATENCY_P50_RATIO, 1.0, 0.95)));
    }

    /** Reads a policy from nested maps, as a JSON or YAML parser makes them. Fails with a POLICY_* code. */
    public static Policy fromMap(Map<String, ?> map) {
        return PolicyFormat.read(map);
    }

    /** Every setting with its value, in a fixed order: two equal policies give equal maps. */
    public Map<String, Object> toMap() {
        return PolicyFormat.write(this);
    }

    public boolean gates(Precision precision) {
        return gate.contains(precision);
    }
}

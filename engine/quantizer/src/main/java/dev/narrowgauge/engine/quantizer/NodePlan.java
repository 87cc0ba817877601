package dev.narrowgauge.engine.quantizer;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.report.NodeReport;

/**
 * What a plan has for one node, in words for people.
 *
 * @param placement as in {@link NodeReport}
 * @param activations type of what it reads; empty where it computes in float
 * @param results type of what it gives
 * @param weights type and granularity; empty without quantized weights
 * @param reason the rule that holds, or why the node stays float
 */
public record NodePlan(
        String name,
        String opType,
        String placement,
        String activations,
        String results,
        String weights,
        String reason) {
    public NodePlan {
        requireNonNull(name, "name is null");
        requireNonNull(opType, "opType is null");
        requireNonNull(placement, "placement is null");
        requireNonNull(activations, "activations is null");
        requireNonNull(results, "results is null");
        requireNonNull(weights, "weights is null");
        requireNonNull(reason, "reason is null");
    }

    /** Of a decision that knows no integer types. */
    public static NodePlan of(NodeReport report) {
        return new NodePlan(report.name(), report.opType(), report.placement(), "", "", "", report.reason());
    }
}

package dev.narrowgauge.domain.gate;

import static java.util.Objects.requireNonNull;

/**
 * One limit of a policy.
 *
 * @param id name of the rule, unique in its policy
 * @param max largest value of the metric that is still acceptable, in the metric's unit
 * @param confidence of the test, in (0, 1)
 */
public record Rule(String id, Metric metric, double max, double confidence) {
    public Rule {
        requireNonNull(id, "id is null");
        requireNonNull(metric, "metric is null");
        if (!Double.isFinite(max)) {
            throw new IllegalArgumentException("max is not finite: " + max);
        }
        if (metric == Metric.ACCURACY_AGREEMENT && max <= 0) {
            throw new IllegalArgumentException("max of " + metric.label() + " is not positive: " + max);
        }
        if (!(confidence > 0.5 && confidence < 1)) {
            throw new IllegalArgumentException("confidence is not in (0.5, 1): " + confidence);
        }
    }
}

package dev.narrowgauge.domain.history;

import static java.util.Objects.requireNonNull;

/**
 * One value of a measurement.
 *
 * @param low of the 95 % interval; null where there is none, as of what is counted and not estimated
 * @param high likewise
 */
public record Figure(TrackedMetric metric, double value, Double low, Double high) {
    /** Of all intervals here. */
    public static final double CONFIDENCE = 0.95;

    public Figure {
        requireNonNull(metric, "metric is null");
        if (!Double.isFinite(metric.scale().of(value))) {
            throw new IllegalArgumentException("%s is %s".formatted(metric, value));
        }
        if ((low == null) != (high == null)) {
            throw new IllegalArgumentException("one bound without the other: %s, %s".formatted(low, high));
        }
    }

    /** Without an interval. */
    public Figure(TrackedMetric metric, double value) {
        this(metric, value, null, null);
    }

    /** Half the width of the interval on the metric's scale; 0 without one. */
    double halfWidth() {
        Scale scale = metric.scale();
        return low == null ? 0 : (scale.of(high) - scale.of(low)) / 2;
    }
}

package dev.narrowgauge.domain.stats;

/**
 * A two-sided confidence interval.
 *
 * @param estimate the point estimate, inside the interval
 * @param low lower bound, same unit as the estimate
 * @param high upper bound
 * @param confidence coverage in (0, 1], for example 0.95; 1 for a value that is known, not measured
 */
public record Interval(double estimate, double low, double high, double confidence) {
    public Interval {
        if (!(low <= estimate && estimate <= high)) {
            throw new IllegalArgumentException("not low <= estimate <= high: " + low + ", " + estimate + ", " + high);
        }
        if (!(confidence > 0 && confidence <= 1)) {
            throw new IllegalArgumentException("confidence is not in (0, 1]: " + confidence);
        }
    }

    /** A value known by definition, such as the ratio of the baseline to itself. */
    public static Interval exactly(double value) {
        return new Interval(value, value, value, 1);
    }
}

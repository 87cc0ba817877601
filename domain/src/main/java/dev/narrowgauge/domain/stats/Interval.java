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

    /**
     * Around a ratio, by that of its logarithm.
     *
     * @param halfWidth of the logarithm's interval, not negative
     */
    public static Interval ofRatio(double logRatio, double halfWidth, double confidence) {
        return new Interval(
                Math.exp(logRatio), Math.exp(logRatio - halfWidth), Math.exp(logRatio + halfWidth), confidence);
    }

    /** A value known by definition, such as the ratio of the baseline to itself. */
    public static Interval exactly(double value) {
        return new Interval(value, value, value, 1);
    }

    /** Of a ratio, half the width of its logarithm's interval; for small ones the relative error. */
    public double logHalfWidth() {
        return Math.log(high / low) / 2;
    }
}

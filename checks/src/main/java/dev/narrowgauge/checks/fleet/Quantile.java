package dev.narrowgauge.checks.fleet;

import java.util.List;

/** Of a few values as they were measured. */
final class Quantile {
    static final double MEDIAN = 0.5;

    private Quantile() {}

    /** The smallest value that this share of all does not exceed; NaN of none. */
    static double of(List<Double> values, double share) {
        return values.isEmpty()
                ? Double.NaN
                : values.stream().sorted().toList().get((int) Math.ceil(share * values.size()) - 1);
    }
}

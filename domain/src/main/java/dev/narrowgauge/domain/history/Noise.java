package dev.narrowgauge.domain.history;

import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * How values of a series differ from measurement to measurement while nothing changes.
 *
 * @param values since the last change, of the latest conditions
 * @param deviation their standard deviation on the scale of the metric; of a factor, for small ones, the relative one
 * @param smallestVisible the smallest change that {@value #LATER} more measurements would show, as {@link Change#magnitude}
 */
public record Noise(int values, double deviation, double smallestVisible) {
    static final int LATER = 5;

    /** Of fewer the deviation is anything. */
    private static final int FEWEST = 5;

    private static final double P_VALUE = 0.001;

    /**
     * Empty for fewer than five.
     *
     * @param values in the unit of the metric, since the last change
     */
    public static Optional<Noise> of(Scale scale, double[] values) {
        if (values.length < FEWEST) {
            return Optional.empty();
        }
        double[] scaled = Arrays.stream(values).map(scale::of).toArray();
        double mean = Arrays.stream(scaled).average().orElseThrow();
        double squares = Arrays.stream(scaled)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        double deviation = Math.sqrt(squares / (values.length - 1));
        double quantile = TDistribution.of(values.length + LATER - 2.0).inverseSurvivalProbability(P_VALUE / 2);
        double difference = quantile * deviation * Math.sqrt(1.0 / values.length + 1.0 / LATER);
        return Optional.of(new Noise(values.length, deviation, scale.magnitude(difference)));
    }
}

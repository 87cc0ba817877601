package dev.narrowgauge.domain.stats;

import java.util.Arrays;
import java.util.OptionalInt;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The geometric mean of a few positive values, each of a process of its own, with the interval that Student's t gives their
 * logarithms: of values that are log-normal the interval of their median, and exact. For a look whose time does not depend on
 * what it shows; {@link SequentialMean} holds at every look, and is wider.
 *
 * @param mean of the logarithms
 * @param standardDeviation of the logarithms
 */
public record LogMean(int count, double mean, double standardDeviation) {
    private static final int FEWEST = 2;
    private static final int MOST_FORETOLD = 1000;

    public LogMean {
        if (count < FEWEST || !Double.isFinite(mean) || !(standardDeviation >= 0)) {
            throw new IllegalArgumentException(
                    "not the mean of some logarithms: %d of %s ± %s".formatted(count, mean, standardDeviation));
        }
    }

    /** @param logs at least 2, finite */
    public static LogMean of(double... logs) {
        double mean = Arrays.stream(logs).average().orElseThrow();
        double squares =
                Arrays.stream(logs).map(log -> (log - mean) * (log - mean)).sum();
        return new LogMean(logs.length, mean, Math.sqrt(squares / (logs.length - 1)));
    }

    /**
     * In the unit of the values.
     *
     * @param confidence in (0, 1), two-sided
     */
    public Interval interval(double confidence) {
        return of(count, confidence);
    }

    /**
     * How many values more would show on which side of a limit the mean lies, were they like those that there are; empty where
     * a thousand would not.
     *
     * @param confidence in (0, 1), two-sided
     */
    public OptionalInt more(double confidence, double limit) {
        if (!tells(MOST_FORETOLD, confidence, limit)) {
            return OptionalInt.empty();
        }
        // The more values, the narrower: the fewest that tell lie between these.
        int tooFew = count;
        int enough = MOST_FORETOLD;
        while (enough - tooFew > 1) {
            int middle = (tooFew + enough) / 2;
            if (tells(middle, confidence, limit)) {
                enough = middle;
            } else {
                tooFew = middle;
            }
        }
        return OptionalInt.of(enough - count);
    }

    private boolean tells(int values, double confidence, double limit) {
        Interval interval = of(values, confidence);
        return interval.high() < limit || interval.low() > limit;
    }

    private Interval of(int values, double confidence) {
        // The upper tail by symmetry: 1 - (1 - confidence) / 2 loses the digits of a confidence near 1.
        double quantile = -TDistribution.of(values - 1.0).inverseCumulativeProbability((1 - confidence) / 2);
        return Interval.ofRatio(mean, quantile * standardDeviation / Math.sqrt(values), confidence);
    }
}

package dev.narrowgauge.domain.history;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The means of two samples and the two-sided p-value of Student's t test that they are equal, with the pooled standard
 * deviation. Of fewer than three values together nothing is known of the spread, and the p-value is 1.
 *
 * @param deviation pooled standard deviation; 0 for fewer than three values
 */
record MeanDifference(double before, double after, double deviation, double pValue) {
    private static final int FEWEST = 3;

    static MeanDifference of(double[] before, double[] after) {
        double first = mean(before);
        double second = mean(after);
        int count = before.length + after.length;
        if (count < FEWEST) {
            return new MeanDifference(first, second, 0, 1);
        }
        double degrees = count - 2.0;
        double deviation = Math.sqrt((squares(before, first) + squares(after, second)) / degrees);
        double error = deviation * Math.sqrt(1.0 / before.length + 1.0 / after.length);
        return new MeanDifference(first, second, deviation, pValue(second - first, error, degrees));
    }

    /** Of values without any spread each difference is certain. */
    private static double pValue(double difference, double error, double degrees) {
        if (error == 0) {
            return difference == 0 ? 1 : 0;
        }
        return 2 * TDistribution.of(degrees).survivalProbability(Math.abs(difference) / error);
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double squares(double[] values, double mean) {
        return Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
    }
}

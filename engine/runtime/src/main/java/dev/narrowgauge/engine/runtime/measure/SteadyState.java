package dev.narrowgauge.engine.runtime.measure;

import dev.narrowgauge.domain.stats.Median;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Says when latency has settled: the medians of the last three groups of ten runs lie within two percent of each other,
 * {@code max / min <= 1.02}.
 */
final class SteadyState {
    private static final int GROUP_RUNS = 10;
    private static final int GROUPS = 3;
    private static final double LARGEST_RATIO = 1.02;

    private static final int MOST_POINTS = 200;

    private final long[] group = new long[GROUP_RUNS];
    private double[] medians = new double[MOST_POINTS];
    private int groups;
    private int inGroup;

    void add(long latencyNanos) {
        group[inGroup++] = latencyNanos;
        if (inGroup < GROUP_RUNS) {
            return;
        }
        inGroup = 0;
        if (groups == medians.length) {
            medians = Arrays.copyOf(medians, 2 * groups);
        }
        medians[groups++] = Median.of(Arrays.stream(group).asDoubleStream().toArray());
    }

    boolean reached() {
        if (groups < GROUPS) {
            return false;
        }
        DoubleSummaryStatistics last =
                Arrays.stream(medians, groups - GROUPS, groups).summaryStatistics();
        return last.getMax() <= LARGEST_RATIO * last.getMin();
    }

    /**
     * Medians of the groups in order, nanoseconds; of more than {@value #MOST_POINTS} that many, evenly chosen, the first and
     * the last among them.
     */
    List<Double> curve() {
        int points = Math.min(groups, MOST_POINTS);
        return IntStream.range(0, points)
                .mapToObj(
                        point -> medians[points < 2 ? 0 : Math.toIntExact((long) point * (groups - 1) / (points - 1))])
                .toList();
    }
}

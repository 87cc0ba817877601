package dev.narrowgauge.engine.runtime.measure;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;

/**
 * Says when latency has settled: the medians of the last three groups of ten runs lie within two percent of each other,
 * {@code max / min <= 1.02}.
 */
final class SteadyState {
    private static final int GROUP_RUNS = 10;
    private static final int GROUPS = 3;
    private static final double LARGEST_RATIO = 1.02;

    private final long[] group = new long[GROUP_RUNS];
    private final Deque<Double> medians = new ArrayDeque<>();
    private int inGroup;

    void add(long latencyNanos) {
        group[inGroup++] = latencyNanos;
        if (inGroup < GROUP_RUNS) {
            return;
        }
        inGroup = 0;
        if (medians.size() == GROUPS) {
            medians.removeFirst();
        }
        medians.addLast(median());
    }

    boolean reached() {
        return medians.size() == GROUPS && Collections.max(medians) <= LARGEST_RATIO * Collections.min(medians);
    }

    private double median() {
        long[] sorted = group.clone();
        Arrays.sort(sorted);
        return (sorted[GROUP_RUNS / 2 - 1] + sorted[GROUP_RUNS / 2]) / 2.0;
    }
}

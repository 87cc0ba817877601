package dev.narrowgauge.engine.runtime.measure;

import dev.narrowgauge.domain.latency.SessionComparison;
import dev.narrowgauge.domain.stats.Interval;
import dev.narrowgauge.domain.stats.Median;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.runtime.session.ModelSession;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A short comparison of two models in one process: blocks of runs in turn, first one model first and then the other, so
 * that whatever slows the machine down meets both. Good for a choice between two variants; what is published about
 * latency comes from processes of their own.
 */
public final class SessionTiming {
    /** Even, so that each model goes first as often as the other. */
    private static final int PAIRS_PER_GROUP = 4;

    private static final int MOST_GROUPS = 25;

    /** Of a model so slow that a few pairs last longer, a group has fewer. */
    private static final long GROUP_NANOS = 250_000_000;

    /** Of a small network that takes microseconds; a block ends after its time anyway. */
    private static final int RUNS = 1000;

    /** Samples to run through: enough to vary, few enough to keep both models' copies small. */
    private static final int BATCHES = 32;

    private static final long BLOCK_NANOS = 15_000_000;
    private static final long WARM_UP_NANOS = 100_000_000;

    /** Beyond, no further group is begun once there are enough for an interval. */
    private static final long BUDGET_NANOS = 5_000_000_000L;

    private static final double NANOS_PER_MILLI = 1e6;

    private final PreparedRuns first;
    private final PreparedRuns second;
    private final double confidence;
    private final List<List<Pair>> groups = new ArrayList<>();
    private int pairs;
    private int runs;

    /** Medians of a block of each model, nanoseconds. */
    private record Pair(double first, double second) {
        double logRatio() {
            return Math.log(second) - Math.log(first);
        }
    }

    /**
     * @param ratio time of the second model / time of the first
     * @param firstMillis typical time of one run of one sample: the geometric mean over groups of blocks of the median of each
     * @param secondMillis that times the ratio
     * @param pairs of blocks
     * @param runs of the first model in all blocks
     */
    public record Result(Interval ratio, double firstMillis, double secondMillis, int pairs, int runs) {}

    private SessionTiming(PreparedRuns first, PreparedRuns second, double confidence) {
        this.first = first;
        this.second = second;
        this.confidence = confidence;
    }

    /** @param confidence of the ratio's interval, in (0, 1) */
    public static Result measure(ModelSession first, ModelSession second, BoundDataset data, double confidence) {
        try (var one = PreparedRuns.typical(first, data, BATCHES);
                var other = PreparedRuns.typical(second, data, BATCHES)) {
            warmUp(one);
            warmUp(other);
            return new SessionTiming(one, other, confidence).measure();
        }
    }

    private Result measure() {
        long start = System.nanoTime();
        SessionComparison comparison;
        do {
            groups.add(group());
            comparison = new SessionComparison(groups.stream()
                    .map(group -> group.stream().mapToDouble(Pair::logRatio).toArray())
                    .toList());
        } while (groups.size() < SessionComparison.FEWEST_GROUPS
                || groups.size() < MOST_GROUPS
                        && System.nanoTime() - start < BUDGET_NANOS
                        && !comparison.isEnough(confidence));
        Interval ratio = comparison.ratio(confidence).orElseThrow();
        double millis = firstMillis();
        return new Result(ratio, millis, millis * ratio.estimate(), pairs, runs);
    }

    private List<Pair> group() {
        List<Pair> group = new ArrayList<>();
        long start = System.nanoTime();
        do {
            group.add(pair());
        } while (group.size() < PAIRS_PER_GROUP && System.nanoTime() - start < GROUP_NANOS);
        return group;
    }

    private Pair pair() {
        boolean firstGoesFirst = pairs++ % 2 == 0;
        double[] earlier = block(firstGoesFirst ? first : second);
        double[] later = block(firstGoesFirst ? second : first);
        double[] ofFirst = firstGoesFirst ? earlier : later;
        runs += ofFirst.length;
        return new Pair(Median.of(ofFirst), Median.of(firstGoesFirst ? later : earlier));
    }

    private double firstMillis() {
        double mean = groups.stream()
                .mapToDouble(group -> Math.log(
                        Median.of(group.stream().mapToDouble(Pair::first).toArray())))
                .average()
                .orElseThrow();
        return Math.exp(mean) / NANOS_PER_MILLI;
    }

    private static void warmUp(PreparedRuns runs) {
        long start = System.nanoTime();
        do {
            runs.timeNext();
        } while (System.nanoTime() - start < WARM_UP_NANOS);
    }

    /** A slow model is run once a block: its one run averages over more than many of a fast one. */
    private static double[] block(PreparedRuns runs) {
        double[] latencies = new double[RUNS];
        long start = System.nanoTime();
        int count = 0;
        while (count < RUNS && (count == 0 || System.nanoTime() - start < BLOCK_NANOS)) {
            latencies[count++] = Math.max(1, runs.timeNext());
        }
        return Arrays.copyOf(latencies, count);
    }
}

package dev.narrowgauge.engine.runtime.measure;

import dev.narrowgauge.domain.stats.Interval;
import dev.narrowgauge.domain.stats.PairedLogRatio;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.runtime.session.ModelSession;
import java.util.Arrays;

/**
 * A short comparison of two models in one process: blocks of runs in turn, first one model first and then the other, so
 * that whatever slows the machine down meets both. Good for a choice between two variants; what is published about
 * latency comes from processes of their own.
 *
 * @param ratio time of the second model / time of the first, 95 % t-interval over pairs of blocks
 * @param firstMillis median time of one run of one sample
 * @param secondMillis median time of one run of one sample
 * @param pairs of blocks
 */
public record PairedTiming(Interval ratio, double firstMillis, double secondMillis, int pairs) {
    private static final int PAIRS = 15;
    private static final int FEWEST_PAIRS = 5;
    private static final int RUNS = 10;
    private static final long BLOCK_NANOS = 15_000_000;
    private static final long WARM_UP_NANOS = 100_000_000;

    /** Beyond, no further pair is begun once there are enough for an interval. */
    private static final long BUDGET_NANOS = 5_000_000_000L;

    private static final double CONFIDENCE = 0.95;
    private static final double NANOS_PER_MILLI = 1e6;

    public static PairedTiming measure(ModelSession first, ModelSession second, BoundDataset data) {
        try (var one = new PreparedRuns(first, data, 1);
                var other = new PreparedRuns(second, data, 1)) {
            warmUp(one);
            warmUp(other);
            double[] firstMedians = new double[PAIRS];
            double[] secondMedians = new double[PAIRS];
            long start = System.nanoTime();
            int pairs = 0;
            while (pairs < PAIRS && (pairs < FEWEST_PAIRS || System.nanoTime() - start < BUDGET_NANOS)) {
                if (pairs % 2 == 0) {
                    firstMedians[pairs] = block(one);
                    secondMedians[pairs] = block(other);
                } else {
                    secondMedians[pairs] = block(other);
                    firstMedians[pairs] = block(one);
                }
                pairs++;
            }
            double[] ones = Arrays.copyOf(firstMedians, pairs);
            double[] others = Arrays.copyOf(secondMedians, pairs);
            Interval ratio = PairedLogRatio.interval(ones, others, CONFIDENCE);
            return new PairedTiming(ratio, median(ones) / NANOS_PER_MILLI, median(others) / NANOS_PER_MILLI, pairs);
        }
    }

    private static void warmUp(PreparedRuns runs) {
        long start = System.nanoTime();
        do {
            runs.timeNext();
        } while (System.nanoTime() - start < WARM_UP_NANOS);
    }

    /** A slow model is run once a block: its one run averages over more than many of a fast one. */
    private static double block(PreparedRuns runs) {
        double[] latencies = new double[RUNS];
        long start = System.nanoTime();
        int count = 0;
        while (count < RUNS && (count == 0 || System.nanoTime() - start < BLOCK_NANOS)) {
            latencies[count++] = runs.timeNext();
        }
        return median(Arrays.copyOf(latencies, count));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}

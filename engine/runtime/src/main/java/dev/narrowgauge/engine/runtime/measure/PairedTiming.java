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
 * @param firstMillis typical time of one run of one sample: of the medians of all blocks the geometric mean, so that the
 *     two times have the ratio that is given
 * @param secondMillis likewise
 * @param pairs of blocks
 * @param runs of the first model in all blocks
 */
public record PairedTiming(Interval ratio, double firstMillis, double secondMillis, int pairs, int runs) {
    /** Between two looks at whether it is enough; even, so that each model goes first as often as the other. */
    private static final int PAIRS_PER_LOOK = 10;

    private static final int MOST_PAIRS = 100;
    private static final int FEWEST_PAIRS = 5;

    /** Of a small network that takes microseconds; a block ends after its time anyway. */
    private static final int RUNS = 1000;

    /** Samples to run through: enough to vary, few enough to keep both models' copies small. */
    private static final int BATCHES = 32;

    private static final long BLOCK_NANOS = 15_000_000;
    private static final long WARM_UP_NANOS = 100_000_000;

    /** Beyond, no further pair is begun once there are enough for an interval. */
    private static final long BUDGET_NANOS = 5_000_000_000L;

    private static final double CONFIDENCE = 0.95;

    /** Half the width of the interval of the log-ratio at which no further pair is needed. */
    private static final double NARROW = 0.02;

    /** So is none where the ratio is that many half widths away from 1. */
    private static final double FAR = 3;

    /** An interval around 1 that is wider says nothing. */
    private static final double TELLING = 0.05;

    private static final double NANOS_PER_MILLI = 1e6;

    public static PairedTiming measure(ModelSession first, ModelSession second, BoundDataset data) {
        try (var one = PreparedRuns.typical(first, data, BATCHES);
                var other = PreparedRuns.typical(second, data, BATCHES)) {
            warmUp(one);
            warmUp(other);
            double[] firstMedians = new double[MOST_PAIRS];
            double[] secondMedians = new double[MOST_PAIRS];
            long start = System.nanoTime();
            int pairs = 0;
            int runs = 0;
            boolean enough = false;
            while (pairs < MOST_PAIRS
                    && (pairs < FEWEST_PAIRS || !enough && System.nanoTime() - start < BUDGET_NANOS)) {
                double[] firstBlock;
                double[] secondBlock;
                if (pairs % 2 == 0) {
                    firstBlock = block(one);
                    secondBlock = block(other);
                } else {
                    secondBlock = block(other);
                    firstBlock = block(one);
                }
                firstMedians[pairs] = median(firstBlock);
                secondMedians[pairs] = median(secondBlock);
                runs += firstBlock.length;
                pairs++;
                enough = pairs % PAIRS_PER_LOOK == 0 && isEnough(ratio(firstMedians, secondMedians, pairs));
            }
            return new PairedTiming(
                    ratio(firstMedians, secondMedians, pairs),
                    PairedLogRatio.typical(Arrays.copyOf(firstMedians, pairs)) / NANOS_PER_MILLI,
                    PairedLogRatio.typical(Arrays.copyOf(secondMedians, pairs)) / NANOS_PER_MILLI,
                    pairs,
                    runs);
        }
    }

    /** Whether the interval is narrow, or all of it lies on one side of 1. */
    static boolean isTelling(Interval ratio) {
        return halfWidth(ratio) <= TELLING || ratio.high() < 1 || ratio.low() > 1;
    }

    /** On precision, or far beyond any doubt: not at the first difference that looks significant. */
    static boolean isEnough(Interval ratio) {
        double halfWidth = halfWidth(ratio);
        return halfWidth <= NARROW || Math.abs(Math.log(ratio.estimate())) >= FAR * halfWidth;
    }

    private static double halfWidth(Interval ratio) {
        return (Math.log(ratio.high()) - Math.log(ratio.low())) / 2;
    }

    private static Interval ratio(double[] firstMedians, double[] secondMedians, int pairs) {
        return PairedLogRatio.interval(
                Arrays.copyOf(firstMedians, pairs), Arrays.copyOf(secondMedians, pairs), CONFIDENCE);
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

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}

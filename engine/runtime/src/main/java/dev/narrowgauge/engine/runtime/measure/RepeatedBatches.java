package dev.narrowgauge.engine.runtime.measure;

import dev.narrowgauge.domain.stats.Median;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.function.IntToLongFunction;

/**
 * Whether a batch that comes again at once is answered faster than one that differs from the last, as by something that keeps
 * answers: blocks of one batch alone beside blocks of different batches, in turn. The method is that of MLPerf's TEST04,
 * which calls more than a tenth caching. Each pair has another batch alone, so that one that is quick by itself tells nothing.
 */
final class RepeatedBatches {
    private static final int FEWEST_RUNS = 10;
    private static final int MOST_RUNS = 200;
    private static final double NANOS_PER_SECOND = 1e9;

    private final IntToLongFunction time;
    private final int batches;
    private int next;

    /**
     * @param time runs a batch and returns how long that took, nanoseconds
     * @param batches all of the same shape, from 0
     */
    RepeatedBatches(IntToLongFunction time, int batches) {
        this.time = time;
        this.batches = batches;
    }

    /** Median over the pairs of the time of one batch alone / of different ones; empty with fewer than two batches. */
    OptionalDouble ratio(int pairs, double blockSeconds) {
        if (batches < 2 || pairs < 1) {
            return OptionalDouble.empty();
        }
        int runs = runs(blockSeconds);
        double[] ratios = new double[pairs];
        for (int pair = 0; pair < pairs; pair++) {
            int alone = pair % batches;
            double repeated;
            double different;
            if (pair % 2 == 0) {
                repeated = repeated(alone, runs);
                different = different(runs);
            } else {
                different = different(runs);
                repeated = repeated(alone, runs);
            }
            ratios[pair] = repeated / different;
        }
        return OptionalDouble.of(Median.of(ratios));
    }

    private int runs(double blockSeconds) {
        double nanos = different(FEWEST_RUNS);
        return (int) Math.clamp(blockSeconds * NANOS_PER_SECOND / Math.max(1, nanos), FEWEST_RUNS, MOST_RUNS);
    }

    private double repeated(int batch, int runs) {
        // The first run of it follows another batch.
        var _ = time.applyAsLong(batch);
        double[] latencies = new double[runs];
        Arrays.setAll(latencies, run -> time.applyAsLong(batch));
        return Median.of(latencies);
    }

    private double different(int runs) {
        double[] latencies = new double[runs];
        Arrays.setAll(latencies, run -> time.applyAsLong(advance()));
        return Median.of(latencies);
    }

    private int advance() {
        next = (next + 1) % batches;
        return next;
    }
}

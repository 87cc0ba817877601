package dev.narrowgauge.engine.client;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How a variant is timed against its baseline.
 *
 * @param batchSize samples per run
 * @param maxPairs at which measuring stops; a multiple of {@value #PAIRS_PER_LOOK}
 * @param confidence of the interval, over all looks together
 * @param margin relative difference that does not matter, for example 0.02
 * @param seed of the order of the blocks
 * @param maxDuration after which no look waits for more pairs
 */
public record BenchmarkPlan(
        int batchSize, int maxPairs, double confidence, double margin, long seed, Duration maxDuration) {
    public static final int PAIRS_PER_LOOK = 10;

    public BenchmarkPlan {
        requireNonNull(maxDuration, "maxDuration is null");
        if (batchSize < 1) {
            throw new IllegalArgumentException("batchSize is not positive: " + batchSize);
        }
        if (maxPairs < PAIRS_PER_LOOK || maxPairs % PAIRS_PER_LOOK != 0) {
            throw new IllegalArgumentException("maxPairs is no multiple of 10: " + maxPairs);
        }
        if (!(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException("confidence is not in (0, 1): " + confidence);
        }
        if (!(margin > 0 && margin < 1)) {
            throw new IllegalArgumentException("margin is not in (0, 1): " + margin);
        }
    }

    /** One sample per run, up to 20 pairs, 95 %, a margin of 2 %. */
    public static BenchmarkPlan standard(long seed) {
        return new BenchmarkPlan(1, 20, 0.95, 0.02, seed, Duration.ofMinutes(10));
    }

    /** Every look may end the measurement, so each has to be surer (Bonferroni). */
    double confidencePerLook() {
        int looks = maxPairs / PAIRS_PER_LOOK;
        return 1 - (1 - confidence) / looks;
    }
}

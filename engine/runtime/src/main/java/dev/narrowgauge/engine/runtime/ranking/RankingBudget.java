package dev.narrowgauge.engine.runtime.ranking;

import dev.narrowgauge.engine.onnx.dataset.BoundDataset;

/**
 * How much work a ranking may be, counted so that it does not depend on a clock.
 *
 * @param runs runs of one sample through the whole float model
 */
public record RankingBudget(double runs) {
    /** Two passes over the samples. */
    private static final int PASSES = 2;

    /** What a few samples need for something to be measured at all. */
    private static final int LEAST_RUNS = 48;

    public RankingBudget {
        if (!(runs > 0)) {
            throw new IllegalArgumentException("a budget of " + runs + " runs");
        }
    }

    /** As much as two passes over the samples. */
    public static RankingBudget standard(BoundDataset samples) {
        return new RankingBudget(Math.max(LEAST_RUNS, PASSES * (double) samples.samples()));
    }
}

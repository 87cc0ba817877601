package dev.narrowgauge.engine.runtime.ranking;

import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.runtime.SamplePlan;

/**
 * How much work a ranking may be, counted so that it does not depend on a clock.
 *
 * @param runs runs of one sample through the whole float model
 */
public record RankingBudget(double runs) {
    public RankingBudget {
        if (!(runs > 0)) {
            throw new IllegalArgumentException("a budget of " + runs + " runs");
        }
    }

    /** As much as one or two passes over the samples, and of few of those enough for something to be measured at all. */
    public static RankingBudget standard(BoundDataset samples, SamplePlan plan) {
        return new RankingBudget(plan.rankingRuns(samples.samples()));
    }
}

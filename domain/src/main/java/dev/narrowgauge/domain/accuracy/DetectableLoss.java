package dev.narrowgauge.domain.accuracy;

import dev.narrowgauge.domain.decision.Numbers;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * What an evaluation set can tell, before anything ran: the smallest limit on a loss that a variant without one keeps with a
 * probability of {@value #POWER} at a one-sided confidence of {@value #CONFIDENCE}.
 *
 * <p>That follows from the share of answers that quantization changes, which nobody knows before; what is usual stands for it.
 * With a share ψ of n answers changed it is {@code (z(0.95) + z(0.8)) √(ψ/n)} (Miller, Adding error bars to evals,
 * arXiv 2411.00640, for paired answers), and never less than {@code z² / (n + z²)}, what the score test leaves possible where
 * no answer changed.
 *
 * @param samples independent ones, with an answer that is right or wrong each
 * @param changedShare ψ, from 0 to 1
 */
public record DetectableLoss(long samples, double changedShare) {
    public static final double CONFIDENCE = 0.95;
    public static final double POWER = 0.8;

    /** Of a variant as close to its baseline as INT8 often is, and of one that is less so. */
    private static final double FEW_CHANGED = 0.01;

    private static final double MANY_CHANGED = 0.05;

    private static final double Z_CONFIDENCE = NormalDistribution.of(0, 1).inverseCumulativeProbability(CONFIDENCE);
    private static final double Z_POWER = NormalDistribution.of(0, 1).inverseCumulativeProbability(POWER);

    public DetectableLoss {
        if (samples < 1 || !(changedShare >= 0 && changedShare <= 1)) {
            throw new IllegalArgumentException("%d samples, a share of %s".formatted(samples, changedShare));
        }
    }

    /** A share of the samples, at most 1. */
    public double smallest() {
        double square = Z_CONFIDENCE * Z_CONFIDENCE;
        double unchanged = square / (samples + square);
        return Math.min(1, Math.max(unchanged, (Z_CONFIDENCE + Z_POWER) * Math.sqrt(changedShare / samples)));
    }

    /**
     * How many such samples it takes for a limit.
     *
     * @param limit on the loss, a share of samples above 0 and below 1
     */
    public static long samplesFor(double limit, double changedShare) {
        if (!(limit > 0 && limit < 1)) {
            throw new IllegalArgumentException("a limit of " + limit + " is not between 0 and 1");
        }
        double square = Z_CONFIDENCE * Z_CONFIDENCE;
        double sum = Z_CONFIDENCE + Z_POWER;
        double unchanged = square * (1 - limit) / limit;
        double changed = sum * sum * changedShare / (limit * limit);
        return (long) Math.ceil(Math.max(unchanged, changed));
    }

    /**
     * For a person, before a run.
     *
     * @param samples with a label each
     * @param limit on the loss that will be asked for, a share; 0 where none is known
     */
    public static String sentence(long samples, double limit) {
        String seen =
                "With %s labelled samples the smallest loss that can be told from none is %s of them where 1 %% of the answers change, and %s where 5 %% do"
                        .formatted(
                                Numbers.count(samples),
                                Numbers.percent(new DetectableLoss(samples, FEW_CHANGED).smallest()),
                                Numbers.percent(new DetectableLoss(samples, MANY_CHANGED).smallest()));
        return limit > 0 && limit < 1
                ? "%s; a limit of %s takes %s or %s samples."
                        .formatted(
                                seen,
                                Numbers.percent(limit),
                                Numbers.count(samplesFor(limit, FEW_CHANGED)),
                                Numbers.count(samplesFor(limit, MANY_CHANGED)))
                : seen + ".";
    }
}

package dev.narrowgauge.domain.gate;

/**
 * How much a verdict can be believed to be about samples that nobody had seen.
 *
 * @param samples that it was made with
 * @param earlierVerdicts on the same model, in the same project, that were made with the same samples before; of runs that
 *     are still there, and at most {@value #MOST}
 */
public record EvaluationUse(long samples, long earlierVerdicts) {
    /** Whoever sees that many need not know how many more there are. */
    public static final int MOST = 1000;
}

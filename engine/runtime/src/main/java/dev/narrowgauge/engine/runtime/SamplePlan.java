package dev.narrowgauge.engine.runtime;

import dev.narrowgauge.engine.onnx.proto.GraphProto;

/**
 * How many samples the steps of a quantization look at, at most. Of a large model each takes as long as many of a small one
 * and gives as many values to compare, though not as many answers; the report says how many there were.
 */
public enum SamplePlan {
    USUAL(8, 128, 64, 128, 8, 2, 48, Long.MAX_VALUE),
    LARGE(2, 8, 8, 8, 2, 1, 24, 32);

    /**
     * Classes, or sequences, to choose by and to judge by: a large model, too, gives no more than one for a sample, and a share
     * of those that change does not show in eight.
     */
    public static final int ANSWERS = 128;

    /** With more of them a model is large. */
    private static final long MOST_WEIGHT_BYTES = 64L << 20;

    /** Likewise: loading a graph takes longer than running it, and takes ONNX Runtime more than its share of time. */
    private static final int MOST_NODES = 2000;

    private final int equivalence;
    private final int choice;
    private final int verification;
    private final int flattering;
    private final int advice;
    private final int passes;
    private final int leastRuns;
    private final long mostRuns;

    SamplePlan(
            int equivalence,
            int choice,
            int verification,
            int flattering,
            int advice,
            int passes,
            int leastRuns,
            long mostRuns) {
        this.equivalence = equivalence;
        this.choice = choice;
        this.verification = verification;
        this.flattering = flattering;
        this.advice = advice;
        this.passes = passes;
        this.leastRuns = leastRuns;
        this.mostRuns = mostRuns;
    }

    public static SamplePlan of(GraphProto graph) {
        long bytes = graph.getInitializerList().stream()
                .mapToLong(tensor -> tensor.getRawData().size())
                .sum();
        return isLarge(bytes) || graph.getNodeCount() > MOST_NODES ? LARGE : USUAL;
    }

    /** @param bytes of all weights */
    public static boolean isLarge(long bytes) {
        return bytes > MOST_WEIGHT_BYTES;
    }

    /** To hold a rewritten model against the original. */
    public int forEquivalence() {
        return equivalence;
    }

    /** To choose between variants, and more where answers are fewer than {@link #ANSWERS}. */
    public int forChoice() {
        return choice;
    }

    /** To measure the noise of each activation. */
    public int forVerification() {
        return verification;
    }

    /** To compare on where there are no others than those that a variant was made with; likewise. */
    public int forCalibrated() {
        return flattering;
    }

    /** To try an advised recipe. */
    public int forAdvice() {
        return advice;
    }

    /**
     * Runs of one sample through the whole float model that a ranking may be.
     *
     * @param samples that there are
     */
    public double rankingRuns(long samples) {
        return Math.clamp(passes * samples, leastRuns, mostRuns);
    }
}

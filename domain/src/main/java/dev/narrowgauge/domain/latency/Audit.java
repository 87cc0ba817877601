package dev.narrowgauge.domain.latency;

/**
 * Whether what was timed was inference, after two audits of MLPerf Inference: outputs are held against known ones while the
 * clock runs (TEST01), and the same samples again and again against different ones (TEST04).
 *
 * @param checkedRuns timed runs whose outputs were held, byte by byte, against those of the same batch before timing
 * @param differingRuns of these
 * @param baselineRepeats time of one batch again and again / of different batches of its shape, of the baseline; null where
 *     there were not two
 * @param variantRepeats likewise of the variant
 */
public record Audit(long checkedRuns, long differingRuns, Double baselineRepeats, Double variantRepeats) {
    /** More time than this is saved only by somebody who knows the answer. */
    private static final double LEAST_REPEATS = 0.9;

    /** Of nothing. */
    public static Audit none() {
        return new Audit(0, 0, null, null);
    }

    /** The runs of both; repeats are measured by one alone, this one where it has. */
    Audit with(Audit more) {
        return new Audit(
                checkedRuns + more.checkedRuns,
                differingRuns + more.differingRuns,
                baselineRepeats == null ? more.baselineRepeats : baselineRepeats,
                variantRepeats == null ? more.variantRepeats : variantRepeats);
    }

    /** What is wrong, a sentence; empty where nothing is. */
    String finding() {
        if (differingRuns > 0) {
            return "The outputs of %d of %d timed runs that were checked were not those of the same samples before timing."
                    .formatted(differingRuns, checkedRuns);
        }
        if (baselineRepeats != null && variantRepeats != null && variantRepeats < LEAST_REPEATS * baselineRepeats) {
            return "The variant answers samples that it has just seen %.0f %% faster than others: its times are not those of inference."
                    .formatted(100 * (1 - variantRepeats / baselineRepeats));
        }
        return "";
    }
}

package dev.narrowgauge.domain.accuracy;

/**
 * How good the answers of one model are by one measure. Each sample may count several times or not at all, so that samples
 * can be drawn anew.
 */
public interface Score {
    int samples();

    /**
     * @param counts how often each sample counts, in their order
     * @return in the unit of the measure; NaN where it is not defined for these samples
     */
    double of(int[] counts);

    /** Whether the measure sees no difference between what this and another model answered to a sample. */
    boolean isSame(int sample, Score other);

    /** Of these samples alone. */
    default Score among(int[] samples) {
        return new SliceScore(this, samples);
    }
}

package dev.narrowgauge.domain.accuracy;

import java.util.Arrays;

/** What was counted in all samples, of as much as there was: right answers of answers, edits of symbols. */
final class RatioScore implements Score {
    private final int[] counted;
    private final int[] total;

    /**
     * @param counted for each sample
     * @param total for each sample; 0 where it has nothing to count
     */
    RatioScore(int[] counted, int[] total) {
        if (counted.length != total.length) {
            throw new IllegalArgumentException(counted.length + " counts for " + total.length + " samples");
        }
        this.counted = counted.clone();
        this.total = total.clone();
    }

    int counted(int sample) {
        return counted[sample];
    }

    int total(int sample) {
        return total[sample];
    }

    @Override
    public int samples() {
        return total.length;
    }

    @Override
    public double of(int[] counts) {
        long above = 0;
        long below = 0;
        for (int sample = 0; sample < total.length; sample++) {
            above += (long) counts[sample] * counted[sample];
            below += (long) counts[sample] * total[sample];
        }
        return below == 0 ? Double.NaN : (double) above / below;
    }

    @Override
    public RatioScore among(int[] samples) {
        return new RatioScore(
                Arrays.stream(samples).map(sample -> counted[sample]).toArray(),
                Arrays.stream(samples).map(sample -> total[sample]).toArray());
    }

    @Override
    public boolean isSame(int sample, Score other) {
        return other instanceof RatioScore ratio
                && counted[sample] == ratio.counted[sample]
                && total[sample] == ratio.total[sample];
    }
}

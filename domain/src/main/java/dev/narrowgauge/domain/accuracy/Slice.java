package dev.narrowgauge.domain.accuracy;

import static java.util.Objects.requireNonNull;

/**
 * A part of the samples, judged by itself.
 *
 * @param pair of these samples alone
 * @param samples their places among all, ascending
 */
public record Slice(ScorePair pair, int[] samples) {
    public Slice {
        requireNonNull(pair, "pair is null");
        if (pair.samples() != samples.length) {
            throw new IllegalArgumentException("%d samples of %d".formatted(pair.samples(), samples.length));
        }
    }
}

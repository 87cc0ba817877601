package dev.narrowgauge.domain.range;

import static java.util.Objects.requireNonNull;

/**
 * What one quantized activation of a model was given by some samples, and what it can represent.
 *
 * @param tensor that is quantized, by its name in the model
 * @param low least value that has a code, in the unit of the tensor
 * @param high largest one
 * @param minimum of the finite values seen; null where there were none
 * @param maximum likewise
 * @param values that were seen
 * @param clipped of these, the values more than half a step outside of the range
 * @param samples that were run
 * @param clippedSamples of these, samples with any such value
 */
public record RangeUse(
        String tensor,
        double low,
        double high,
        Double minimum,
        Double maximum,
        long values,
        long clipped,
        long samples,
        long clippedSamples) {
    public RangeUse {
        requireNonNull(tensor, "tensor is null");
        if (!(low <= high)) {
            throw new IllegalArgumentException("the range of %s is [%s, %s]".formatted(tensor, low, high));
        }
        if (clipped < 0 || clipped > values || clippedSamples < 0 || clippedSamples > samples) {
            throw new IllegalArgumentException("of %d values %d are clipped, in %d of %d samples"
                    .formatted(values, clipped, clippedSamples, samples));
        }
    }

    /** Share of the values that are clipped, in [0, 1]. */
    public double clippedShare() {
        return values == 0 ? 0 : (double) clipped / values;
    }

    /** How far the farthest value lies outside, as a share of the width of the range; 0 where none does. */
    public double excess() {
        if (minimum == null || maximum == null || high == low) {
            return 0;
        }
        return Math.max(0, Math.max(low - minimum, maximum - high)) / (high - low);
    }
}

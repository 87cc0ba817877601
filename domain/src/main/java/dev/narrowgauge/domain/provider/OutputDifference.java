package dev.narrowgauge.domain.provider;

import static java.util.Objects.requireNonNull;

/**
 * How far the outputs on a provider are from those on the CPU.
 *
 * @param share largest difference of two values of one output, as a share of the largest value there; infinite where only one
 *     of two values is finite, or shapes differ
 */
public record OutputDifference(NumberFormat format, double share) {
    public OutputDifference {
        requireNonNull(format, "format is null");
        if (!(share >= 0)) {
            throw new IllegalArgumentException("share is negative or no number: " + share);
        }
    }

    public boolean withinTolerance() {
        return share <= format.tolerance();
    }
}

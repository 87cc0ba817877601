package dev.narrowgauge.engine.quantizer.calibration;

import static java.util.Objects.requireNonNull;

import java.math.BigInteger;

/**
 * The least and the greatest value of each sample, summed over the samples without rounding: the means depend neither on
 * the batch size nor on the order.
 *
 * @param samples how many samples had a finite value
 * @param minima sum of the least values, in units of 2⁻¹⁴⁹
 * @param maxima sum of the greatest values, in the same unit
 */
public record SampleExtremes(long samples, BigInteger minima, BigInteger maxima) {
    public static final SampleExtremes EMPTY = new SampleExtremes(0, BigInteger.ZERO, BigInteger.ZERO);

    public SampleExtremes {
        requireNonNull(minima, "minima is null");
        requireNonNull(maxima, "maxima is null");
        if (samples < 0) {
            throw new IllegalArgumentException("samples is negative: " + samples);
        }
    }

    public SampleExtremes merge(SampleExtremes other) {
        return new SampleExtremes(samples + other.samples, minima.add(other.minima), maxima.add(other.maxima));
    }

    public float meanMinimum() {
        return ExactSum.mean(minima, samples);
    }

    public float meanMaximum() {
        return ExactSum.mean(maxima, samples);
    }
}

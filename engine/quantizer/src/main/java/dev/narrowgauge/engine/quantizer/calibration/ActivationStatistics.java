package dev.narrowgauge.engine.quantizer.calibration;

import static java.util.Objects.requireNonNull;

/**
 * Everything that calibration keeps of one activation. Merging is associative and commutative with {@link #EMPTY} as its
 * neutral element.
 */
public record ActivationStatistics(TensorStatistics extremes, Histogram histogram, SampleExtremes samples) {
    public static final ActivationStatistics EMPTY =
            new ActivationStatistics(TensorStatistics.EMPTY, Histogram.EMPTY, SampleExtremes.EMPTY);

    public ActivationStatistics {
        requireNonNull(extremes, "extremes is null");
        requireNonNull(histogram, "histogram is null");
        requireNonNull(samples, "samples is null");
    }

    public ActivationStatistics merge(ActivationStatistics other) {
        return new ActivationStatistics(
                extremes.merge(other.extremes), histogram.merge(other.histogram), samples.merge(other.samples));
    }

    public boolean isEmpty() {
        return extremes.isEmpty();
    }
}

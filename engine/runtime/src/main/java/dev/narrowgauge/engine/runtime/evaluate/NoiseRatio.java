package dev.narrowgauge.engine.runtime.evaluate;

/**
 * Signal to quantization noise ratio of a stream of values, in decibel: {@code 10 log10(Σ r² / Σ (r - v)²)} over all
 * pairs of a reference value r and the value v that stands for it. Sums are kept in double.
 */
public final class NoiseRatio {
    private double signal;
    private double noise;

    public void add(double reference, double value) {
        double difference = reference - value;
        // Equal infinities, as an attention mask has them, are no noise.
        if (reference == value) {
            signal += Double.isFinite(reference) ? reference * reference : 0;
            return;
        }
        signal += reference * reference;
        noise += difference * difference;
    }

    /** Positive infinity when all values are equal; negative infinity when the noise is not a finite number. */
    public double decibel() {
        if (noise == 0) {
            return Double.POSITIVE_INFINITY;
        }
        if (!Double.isFinite(noise) || signal == 0) {
            return Double.NEGATIVE_INFINITY;
        }
        return 10 * Math.log10(signal / noise);
    }
}

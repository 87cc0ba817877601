package dev.narrowgauge.engine.runtime.verify;

import dev.narrowgauge.domain.recipe.IntegerType;
import dev.narrowgauge.engine.quantizer.numbers.QuantizationParameters;
import dev.narrowgauge.engine.runtime.session.TensorData;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/**
 * Signal to quantization noise ratio of a stream of values, in decibel: {@code 10 log10(Σ r² / Σ (r - v)²)} over all
 * pairs of a reference value r and the value v that stands for it. Sums are kept in double.
 */
public final class NoiseRatio {
    /** Below anything that is still a number of use, and unlike negative infinity a number in JSON. */
    private static final double WORST = -300;

    /** Far above any other, yet with room for sums. */
    private static final double WORST_NOISE = 1e300;

    private double signal;
    private double noise;

    public void add(double reference, double value) {
        double difference = reference - value;
        // Equal infinities, as an attention mask has them, are no noise; nor is what is no number in the baseline
        // either.
        if (reference == value || (Double.isNaN(reference) && Double.isNaN(value))) {
            signal += Double.isFinite(reference) ? reference * reference : 0;
            return;
        }
        signal += reference * reference;
        noise += difference * difference;
    }

    /**
     * Adds the values that codes stand for, {@code (code - zeroPoint) * scale}.
     *
     * @param codes one byte each, read as {@code type} says
     */
    public void addCodes(FloatBuffer reference, ByteBuffer codes, QuantizationParameters parameters) {
        int mask = parameters.type() == IntegerType.UINT8 ? 0xff : -1;
        float scale = parameters.scale();
        int zeroPoint = parameters.zeroPoint();
        int count = Math.min(reference.remaining(), codes.remaining());
        double signalSum = 0;
        double noiseSum = 0;
        for (int i = 0; i < count; i++) {
            double expected = reference.get(i);
            double difference = expected - ((codes.get(i) & mask) - zeroPoint) * scale;
            signalSum += expected * expected;
            noiseSum += difference * difference;
        }
        signal += signalSum;
        noise += noiseSum;
    }

    /** Adds what another has seen. */
    public void add(NoiseRatio other) {
        signal += other.signal;
        noise += other.noise;
    }

    /** Adds all values of two tensors of the same dimensions. */
    public void add(TensorData reference, TensorData value) {
        for (int i = 0; i < reference.elements(); i++) {
            add(reference.value(i), value.value(i));
        }
    }

    /** Σ r². */
    public double signal() {
        return signal;
    }

    /** Σ (r - v)², cut off where it is not even a finite number. */
    public double noise() {
        return Double.isFinite(noise) ? noise : WORST_NOISE;
    }

    /** Whether every value that stands for a number is one. */
    public boolean isFinite() {
        return Double.isFinite(noise);
    }

    /** Positive infinity when all values are equal; {@link #WORST} when the noise is not even a finite number. */
    public double decibel() {
        if (noise == 0) {
            return Double.POSITIVE_INFINITY;
        }
        double ratio = Double.isFinite(noise) ? signal / noise : 0;
        return Math.max(10 * Math.log10(ratio), WORST);
    }
}

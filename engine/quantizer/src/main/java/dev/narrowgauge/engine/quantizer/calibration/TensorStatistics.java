package dev.narrowgauge.engine.quantizer.calibration;

import java.nio.FloatBuffer;

/**
 * What was seen of one tensor: the extremes of its finite values, and how many values were and were not finite.
 *
 * <p>Merging is associative and commutative with {@link #EMPTY} as its neutral element, so the result does not depend on
 * batch size, order or how the samples were shared out.
 */
public record TensorStatistics(float minimum, float maximum, long finiteCount, long nonFiniteCount) {
    public static final TensorStatistics EMPTY =
            new TensorStatistics(Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0, 0);

    public TensorStatistics {
        // Negative zero would make equal data give unequal bits.
        minimum += 0.0f;
        maximum += 0.0f;
    }

    /** The statistics of the values between the buffer's position and its limit; the position stays. */
    public static TensorStatistics of(FloatBuffer values) {
        return FloatExtremes.of(values);
    }

    public TensorStatistics merge(TensorStatistics other) {
        return new TensorStatistics(
                Math.min(minimum, other.minimum),
                Math.max(maximum, other.maximum),
                finiteCount + other.finiteCount,
                nonFiniteCount + other.nonFiniteCount);
    }

    public boolean isEmpty() {
        return finiteCount == 0;
    }
}

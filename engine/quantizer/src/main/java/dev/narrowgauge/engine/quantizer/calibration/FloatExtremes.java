package dev.narrowgauge.engine.quantizer.calibration;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.FloatBuffer;

/**
 * The extremes of many floats at the speed of memory: as integers, because integer minimum and maximum are vector
 * instructions while those of floats, with their care for NaN and negative zero, are not.
 *
 * <p>The bits {@code b} of an IEEE 754 number order like the number itself once those of negative ones are flipped:
 * {@code key = b ^ ((b >> 31) & 0x7fffffff)}. A number is finite exactly if {@code (b & 0x7fffffff) < 0x7f800000}.
 */
final class FloatExtremes {
    private static final int BLOCK = 4096;
    private static final int MAGNITUDE = 0x7fffffff;
    private static final int INFINITY = 0x7f800000;

    private final int[] block;
    private int least = Integer.MAX_VALUE;
    private int greatest = Integer.MIN_VALUE;
    private long finite;

    private FloatExtremes(int length) {
        block = new int[length];
    }

    static TensorStatistics of(FloatBuffer values) {
        int count = values.remaining();
        var extremes = new FloatExtremes(Math.min(count, BLOCK));
        MemorySegment bits = MemorySegment.ofBuffer(values);
        ValueLayout.OfInt layout = ValueLayout.JAVA_INT_UNALIGNED.withOrder(values.order());
        for (int start = 0; start < count; start += BLOCK) {
            int length = Math.min(BLOCK, count - start);
            MemorySegment.copy(bits, layout, (long) start * Float.BYTES, extremes.block, 0, length);
            extremes.add(length);
        }
        if (extremes.finite == 0) {
            return new TensorStatistics(Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0, count);
        }
        return new TensorStatistics(
                number(extremes.least), number(extremes.greatest), extremes.finite, count - extremes.finite);
    }

    private void add(int length) {
        int low = Integer.MAX_VALUE;
        int high = Integer.MIN_VALUE;
        int magnitude = 0;
        for (int i = 0; i < length; i++) {
            int bits = block[i];
            int key = key(bits);
            low = Math.min(low, key);
            high = Math.max(high, key);
            magnitude = Math.max(magnitude, bits & MAGNITUDE);
        }
        if (magnitude >= INFINITY) {
            addFinite(length);
            return;
        }
        least = Math.min(least, low);
        greatest = Math.max(greatest, high);
        finite += length;
    }

    private void addFinite(int length) {
        for (int i = 0; i < length; i++) {
            int bits = block[i];
            if ((bits & MAGNITUDE) < INFINITY) {
                least = Math.min(least, key(bits));
                greatest = Math.max(greatest, key(bits));
                finite++;
            }
        }
    }

    private static int key(int bits) {
        return bits ^ ((bits >> 31) & MAGNITUDE);
    }

    private static float number(int key) {
        return Float.intBitsToFloat(key(key));
    }
}

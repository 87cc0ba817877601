package dev.narrowgauge.engine.quantizer.calibration;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The bits of a few thousand floats, small enough for the nearest cache, and what one look at them tells.
 *
 * <p>All of it is integer arithmetic, because integer minimum and maximum are vector instructions while those of floats,
 * with their care for NaN and negative zero, are not. The bits {@code b} of an IEEE 754 number order like the number itself
 * once those of negative ones are flipped: {@code key = b ^ ((b >> 31) & 0x7fffffff)}. A number is finite exactly if
 * {@code (b & 0x7fffffff) < 0x7f800000}.
 */
final class FloatBlock {
    static final int CAPACITY = 4096;
    static final int MAGNITUDE = 0x7fffffff;
    private static final int INFINITY = 0x7f800000;

    final int[] bits;
    int length;
    int nonFinite;
    int zeros;
    private int leastKey;
    private int greatestKey;
    private int greatestMagnitude;

    FloatBlock(int capacity) {
        bits = new int[capacity];
    }

    /** Takes {@code count} floats from element {@code start} on, and leaves out those that are not finite. */
    void load(MemorySegment values, ValueLayout.OfInt layout, long start, int count) {
        MemorySegment.copy(values, layout, start * Float.BYTES, bits, 0, count);
        length = count;
        nonFinite = 0;
        scan();
        if (greatestMagnitude >= INFINITY) {
            dropNonFinite();
            scan();
        }
    }

    boolean isEmpty() {
        return length == 0;
    }

    float least() {
        return Float.intBitsToFloat(key(leastKey));
    }

    float greatest() {
        return Float.intBitsToFloat(key(greatestKey));
    }

    boolean hasNegative() {
        return leastKey < 0;
    }

    int greatestMagnitude() {
        return greatestMagnitude;
    }

    private void scan() {
        int low = Integer.MAX_VALUE;
        int high = Integer.MIN_VALUE;
        int magnitude = 0;
        int zero = 0;
        for (int i = 0; i < length; i++) {
            int value = bits[i];
            int key = key(value);
            int size = value & MAGNITUDE;
            low = Math.min(low, key);
            high = Math.max(high, key);
            magnitude = Math.max(magnitude, size);
            // One exactly where the size is zero: a comparison here would keep the loop from being vectorised.
            zero += (size - 1) >>> 31;
        }
        leastKey = low;
        greatestKey = high;
        greatestMagnitude = magnitude;
        zeros = zero;
    }

    private void dropNonFinite() {
        int kept = 0;
        for (int i = 0; i < length; i++) {
            if ((bits[i] & MAGNITUDE) < INFINITY) {
                bits[kept++] = bits[i];
            }
        }
        nonFinite = length - kept;
        length = kept;
    }

    private static int key(int bits) {
        return bits ^ ((bits >> 31) & MAGNITUDE);
    }
}

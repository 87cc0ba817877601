package dev.narrowgauge.engine.quantizer.float16;

import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The magnitudes of every observed tensor, gathered sample by sample. */
public final class ValueRanges {
    private static final int MAGNITUDE = 0x7FFFFFFF;
    private static final int INFINITE = 0x7F800000;

    private final Map<String, ValueRange> ranges = new HashMap<>();

    /** Adds values of a tensor. Infinities and NaN do not count: they are the same in every precision. */
    public void observe(String tensor, FloatBuffer values) {
        // Bits of floats without their sign are ordered as their magnitudes are.
        int largest = 0;
        int smallest = INFINITE;
        for (int i = values.position(); i < values.limit(); i++) {
            int bits = Float.floatToRawIntBits(values.get(i)) & MAGNITUDE;
            if (bits < INFINITE && bits > 0) {
                largest = Math.max(largest, bits);
                smallest = Math.min(smallest, bits);
            }
        }
        ValueRange seen = new ValueRange(Float.intBitsToFloat(largest), Float.intBitsToFloat(smallest));
        ranges.merge(tensor, seen, ValueRange::including);
    }

    /** Empty where the tensor was not observed. */
    Optional<ValueRange> of(String tensor) {
        return Optional.ofNullable(ranges.get(tensor));
    }
}

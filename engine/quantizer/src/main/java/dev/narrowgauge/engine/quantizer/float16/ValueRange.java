package dev.narrowgauge.engine.quantizer.float16;

/**
 * The magnitudes that a tensor took.
 *
 * @param largest of its finite values; 0 where there are none
 * @param smallest of its values that are not zero; infinite where there are none
 */
public record ValueRange(float largest, float smallest) {
    static final ValueRange NONE = new ValueRange(0, Float.POSITIVE_INFINITY);

    ValueRange including(ValueRange other) {
        return new ValueRange(Math.max(largest, other.largest), Math.min(smallest, other.smallest));
    }
}

package dev.narrowgauge.engine.quantizer.range;

/** The values that are not clipped; zero is always among them. */
public record Range(float low, float high) {
    private static final int SIGNIFICANT_BITS = 11;

    public Range {
        if (!(low <= 0 && high >= 0 && Float.isFinite(low) && Float.isFinite(high))) {
            throw new IllegalArgumentException("not a range around zero: " + low + " .. " + high);
        }
    }

    /** The smallest range with both values and zero. */
    public static Range containing(float least, float greatest) {
        return new Range(Math.min(least, 0) + 0.0f, Math.max(greatest, 0) + 0.0f);
    }

    /** What the two have in common. */
    public Range within(Range other) {
        return new Range(Math.max(low, other.low), Math.min(high, other.high));
    }

    /**
     * Its ends rounded away from zero to {@value #SIGNIFICANT_BITS} significant bits, less than a thousandth. Processors add
     * up floats in different orders; what that changes in the last bits must not make another file.
     */
    public Range roundedOut() {
        return new Range(-roundedUp(-low) + 0.0f, roundedUp(high));
    }

    /** @param value not negative */
    private static float roundedUp(float value) {
        int below = (1 << (24 - SIGNIFICANT_BITS)) - 1;
        int bits = Float.floatToRawIntBits(value + 0.0f);
        float rounded = (bits & below) == 0 ? value : Float.intBitsToFloat((bits | below) + 1);
        return Math.min(rounded, Float.MAX_VALUE) + 0.0f;
    }

    /** The larger distance from zero. */
    public float magnitude() {
        return Math.max(-low, high);
    }
}

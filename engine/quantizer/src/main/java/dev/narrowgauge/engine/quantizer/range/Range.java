package dev.narrowgauge.engine.quantizer.range;

/** The values that are not clipped; zero is always among them. */
public record Range(float low, float high) {
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

    /** The larger distance from zero. */
    public float magnitude() {
        return Math.max(-low, high);
    }
}

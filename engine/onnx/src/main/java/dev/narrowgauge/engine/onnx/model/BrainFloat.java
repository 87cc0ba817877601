package dev.narrowgauge.engine.onnx.model;

/** The 16-bit format {@code bfloat16}: the upper half of a float32, with its range and 8 bits of precision. */
public final class BrainFloat {
    /** The largest finite value, {@code (2 - 2^-7) * 2^127}. */
    public static final float LARGEST = 0x1.FEp127f;

    private static final int HALF_STEP = 0x7FFF;

    private BrainFloat() {}

    /** The nearest bfloat16, ties to even; what lies beyond the largest becomes infinite, NaN stays NaN. */
    public static short of(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            // a quiet NaN, so that dropping the lower bits cannot leave an infinity
            return (short) ((bits >>> Short.SIZE) | 0x40);
        }
        return (short) ((bits + HALF_STEP + ((bits >>> Short.SIZE) & 1)) >>> Short.SIZE);
    }

    public static float toFloat(short value) {
        return Float.intBitsToFloat(value << Short.SIZE);
    }
}

package dev.narrowgauge.domain.recipe;

/** An 8-bit integer type that values are quantized to. */
public enum IntegerType {
    UINT8(0, 255),
    INT8(-128, 127);

    private final int minimum;
    private final int maximum;

    IntegerType(int minimum, int maximum) {
        this.minimum = minimum;
        this.maximum = maximum;
    }

    public int minimum() {
        return minimum;
    }

    public int maximum() {
        return maximum;
    }

    /** The code of zero in a symmetric quantization: 0 for signed types, the middle for unsigned ones. */
    public int symmetricZeroPoint() {
        return minimum == 0 ? (maximum + 1) / 2 : 0;
    }
}

package dev.narrowgauge.domain.recipe;

/** An integer type that values are quantized to. */
public enum IntegerType {
    UINT8(8, false),
    INT8(8, true),
    UINT16(16, false),
    INT16(16, true);

    private final int bits;
    private final int minimum;

    IntegerType(int bits, boolean signed) {
        this.bits = bits;
        this.minimum = signed ? -(1 << (bits - 1)) : 0;
    }

    public int bits() {
        return bits;
    }

    public int minimum() {
        return minimum;
    }

    public int maximum() {
        return minimum + (1 << bits) - 1;
    }

    public boolean isSigned() {
        return minimum < 0;
    }

    /** The code of zero in a symmetric quantization: 0 for signed types, the middle for unsigned ones. */
    public int symmetricZeroPoint() {
        return isSigned() ? 0 : 1 << (bits - 1);
    }
}

package dev.narrowgauge.engine.quantizer.calibration;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/**
 * A sum of floats without any rounding, so that the order of adding does not matter: a whole number of the smallest float,
 * 2⁻¹⁴⁹, in digits of 32 bits that carry only at the end. Exact for up to 2³⁰ summands.
 */
final class ExactSum {
    private static final int DIGIT_BITS = 32;
    private static final double UNIT = 0x1p-149;

    private final long[] digits = new long[10];

    /** @param value a finite number */
    void add(float value) {
        int bits = Float.floatToRawIntBits(value);
        int exponent = (bits >>> 23) & 0xff;
        long significand = bits & 0x7fffff;
        if (exponent > 0) {
            significand |= 0x800000;
            exponent--;
        }
        int digit = exponent / DIGIT_BITS;
        long shifted = significand << (exponent % DIGIT_BITS);
        long sign = bits < 0 ? -1 : 1;
        digits[digit] += sign * (shifted & 0xffffffffL);
        digits[digit + 1] += sign * (shifted >>> DIGIT_BITS);
    }

    /** In units of 2⁻¹⁴⁹. */
    BigInteger units() {
        BigInteger sum = BigInteger.ZERO;
        for (int i = digits.length - 1; i >= 0; i--) {
            sum = sum.shiftLeft(DIGIT_BITS).add(BigInteger.valueOf(digits[i]));
        }
        return sum;
    }

    /** The mean of {@code count} floats whose sum is that many units. */
    static float mean(BigInteger units, long count) {
        BigDecimal mean = new BigDecimal(units).divide(BigDecimal.valueOf(count), MathContext.DECIMAL128);
        return (float) (mean.doubleValue() * UNIT);
    }
}

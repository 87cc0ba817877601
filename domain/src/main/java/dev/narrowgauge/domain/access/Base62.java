package dev.narrowgauge.domain.access;

import java.math.BigInteger;

/** Whole numbers in the digits {@code 0-9A-Za-z}, which a double click selects whole. */
final class Base62 {
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final BigInteger RADIX = BigInteger.valueOf(DIGITS.length());

    private Base62() {}

    /**
     * @param number not negative
     * @param width in digits; the number has no more
     */
    static String of(BigInteger number, int width) {
        char[] text = new char[width];
        BigInteger rest = number;
        for (int i = width - 1; i >= 0; i--) {
            BigInteger[] parts = rest.divideAndRemainder(RADIX);
            text[i] = DIGITS.charAt(parts[1].intValueExact());
            rest = parts[0];
        }
        return new String(text);
    }

    /** @param text of nothing but those digits */
    static BigInteger number(String text) {
        BigInteger number = BigInteger.ZERO;
        for (int i = 0; i < text.length(); i++) {
            number = number.multiply(RADIX).add(BigInteger.valueOf(DIGITS.indexOf(text.charAt(i))));
        }
        return number;
    }
}

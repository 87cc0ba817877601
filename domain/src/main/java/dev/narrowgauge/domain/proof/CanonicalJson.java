package dev.narrowgauge.domain.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The one text that stands for a JSON value, by the JSON Canonicalization Scheme (RFC 8785): members in the order of their
 * names' UTF-16 code units, no white space, numbers as ECMAScript writes the double that they are.
 */
public final class CanonicalJson {
    private static final int MOST_DIGITS_BEFORE_THE_POINT = 21;
    private static final int MOST_ZEROS_AFTER_THE_POINT = 6;

    private static final MathContext ONE_DIGIT = new MathContext(1, RoundingMode.HALF_EVEN);

    private final StringBuilder out = new StringBuilder();

    private CanonicalJson() {}

    /**
     * In UTF-8.
     *
     * @param value null, a Boolean, a Number, a String, or a List or Map with texts as keys, of such values
     * @throws IllegalArgumentException where the value is no JSON, or has numbers or texts that RFC 8785 has no form for
     */
    public static byte[] bytes(Object value) {
        CanonicalJson json = new CanonicalJson();
        json.write(value);
        try {
            ByteBuffer encoded = UTF_8.newEncoder()
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .encode(CharBuffer.wrap(json.out));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("half of a character stands alone in a text", e);
        }
    }

    private void write(Object value) {
        switch (value) {
            case null -> out.append("null");
            case Boolean truth -> out.append(truth);
            case String text -> text(text);
            case Number number -> out.append(number(number.doubleValue()));
            case List<?> list -> list(list);
            case Map<?, ?> map -> object(map);
            default -> throw new IllegalArgumentException("is no JSON: " + value.getClass());
        }
    }

    private void list(List<?> list) {
        String before = "[";
        for (Object item : list) {
            out.append(before);
            write(item);
            before = ",";
        }
        out.append(list.isEmpty() ? "[]" : "]");
    }

    private void object(Map<?, ?> map) {
        Map<String, Object> sorted = new TreeMap<>();
        map.forEach((key, value) -> sorted.put((String) key, value));
        String before = "{";
        for (Map.Entry<String, Object> member : sorted.entrySet()) {
            out.append(before);
            text(member.getKey());
            out.append(':');
            write(member.getValue());
            before = ",";
        }
        out.append(sorted.isEmpty() ? "{}" : "}");
    }

    private void text(String text) {
        out.append('"');
        text.chars().forEach(unit -> {
            switch (unit) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\t' -> out.append("\\t");
                case '\n' -> out.append("\\n");
                case '\f' -> out.append("\\f");
                case '\r' -> out.append("\\r");
                default -> {
                    if (unit < ' ') {
                        out.append("\\u%04x".formatted(unit));
                    } else {
                        out.append((char) unit);
                    }
                }
            }
        });
        out.append('"');
    }

    /** As Number::toString of ECMA-262 does. */
    static String number(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("is no number of JSON: " + value);
        }
        if (value == 0) {
            return "0";
        }
        BigDecimal shortest = shortest(Math.abs(value));
        String digits = shortest.unscaledValue().toString();
        int point = digits.length() - shortest.scale();
        return (value < 0 ? "-" : "") + placed(digits, point);
    }

    /** The fewest digits that are read as the same double. Java has them but for those of one digit, which it gives a second. */
    private static BigDecimal shortest(double value) {
        BigDecimal digit = new BigDecimal(value).round(ONE_DIGIT);
        return digit.doubleValue() == value
                ? digit.stripTrailingZeros()
                : new BigDecimal(Double.toString(value)).stripTrailingZeros();
    }

    /** @param point how many digits stand before the decimal point; negative for zeros after it */
    private static String placed(String digits, int point) {
        if (point > MOST_DIGITS_BEFORE_THE_POINT || point <= -MOST_ZEROS_AFTER_THE_POINT) {
            String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
            int exponent = point - 1;
            return digits.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+") + Math.abs(exponent);
        }
        if (point >= digits.length()) {
            return digits + "0".repeat(point - digits.length());
        }
        return point > 0
                ? digits.substring(0, point) + "." + digits.substring(point)
                : "0." + "0".repeat(-point) + digits;
    }
}

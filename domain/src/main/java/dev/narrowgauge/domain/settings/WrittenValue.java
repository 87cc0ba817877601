package dev.narrowgauge.domain.settings;

import java.util.List;
import java.util.Map;

/** A value that somebody wrote, as a sentence tells it: with its type, without which 7 and "7" look alike. */
public final class WrittenValue {
    /** In characters. A value that is longer says no more to who wrote it. */
    private static final int LONGEST = 200;

    private WrittenValue() {}

    /** @param value as a JSON or YAML parser makes one */
    public static String told(Object value) {
        return switch (value) {
            case null -> "null";
            case String text -> "the string '" + shortened(text) + '\'';
            case Number number -> "the number " + shortened(number);
            case List<?> list -> "the list " + shortened(list);
            case Map<?, ?> map -> "the object " + shortened(map);
            default -> shortened(value);
        };
    }

    static String shortened(Object value) {
        String text = String.valueOf(value);
        if (text.length() <= LONGEST) {
            return text;
        }
        boolean splitsPair = Character.isHighSurrogate(text.charAt(LONGEST - 1));
        return text.substring(0, splitsPair ? LONGEST - 1 : LONGEST) + '…';
    }
}

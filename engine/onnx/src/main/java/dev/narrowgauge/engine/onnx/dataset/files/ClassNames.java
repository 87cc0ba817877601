package dev.narrowgauge.engine.onnx.dataset.files;

import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** The classes of labels: numbers stand for themselves, names for their place in the list. */
record ClassNames(List<String> names) {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    ClassNames {
        names = List.copyOf(names);
    }

    static boolean isNumber(String text) {
        return NUMBER.matcher(text).matches();
    }

    /** Empty where it is neither. */
    OptionalLong number(String text) {
        int place = names.indexOf(text);
        if (place >= 0) {
            return OptionalLong.of(place);
        }
        return isNumber(text) ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    /** The end of a sentence about a label that is neither. */
    String allowed() {
        return names.isEmpty()
                ? "a class number; for names write their list as 'classes' into the data settings"
                : "a class number or one of " + names;
    }
}

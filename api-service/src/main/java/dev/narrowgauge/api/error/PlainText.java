package dev.narrowgauge.api.error;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.Faults;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.util.List;
import java.util.Map;

/** Texts from clients, which the database has to store and people have to read. */
public final class PlainText {
    private PlainText() {}

    /**
     * The text, where it can name something. Fails with {@link ErrorCode#REQUEST_INVALID}.
     *
     * @param subject what the request calls it, for example {@code The parameter 'name'}
     * @param characters that it may have at most
     */
    public static String require(String subject, String text, int characters) {
        if (text == null || text.isBlank() || text.length() > characters) {
            throw invalid("%s must have 1 to %d characters and must not be blank.".formatted(subject, characters));
        }
        if (!isStorable(text) || text.chars().anyMatch(Character::isISOControl)) {
            throw invalid("%s contains a control character or half of a surrogate pair; remove it.".formatted(subject));
        }
        return text;
    }

    /**
     * Looks at each text of a list, and says the places of those that can name nothing.
     *
     * @param field what the request calls the list
     */
    public static void requireEach(String field, List<String> texts, int characters) {
        Faults faults = new Faults();
        for (int i = 0; i < texts.size(); i++) {
            String subject = "Field '%s[%d]'".formatted(field, i);
            String text = texts.get(i);
            faults.check("/" + i, () -> require(subject, text, characters));
        }
        faults.raise();
    }

    /** Whether the database can store the text: it has neither NUL nor half of a surrogate pair. */
    public static boolean isStorable(String text) {
        return text.codePoints().noneMatch(point -> point == 0 || Character.getType(point) == Character.SURROGATE);
    }

    /**
     * Looks at every text in a document of maps and lists. Fails with {@link ErrorCode#REQUEST_INVALID}.
     *
     * @param path what the request calls the document, for example {@code recipes[0]}
     */
    public static void requireStorable(String path, Object document) {
        switch (document) {
            case String text
            when !isStorable(text) ->
                throw invalid(
                        "Field '%s' contains a NUL character or half of a surrogate pair; remove it.".formatted(path));
            case Map<?, ?> map -> map.forEach((key, value) -> requireStorable(path + '.' + key, value));
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    requireStorable("%s[%d]".formatted(path, i), list.get(i));
                }
            }
            case null, default -> {}
        }
    }

    private static NarrowgaugeException invalid(String sentence) {
        return new NarrowgaugeException(ErrorCode.REQUEST_INVALID, sentence);
    }
}

package dev.narrowgauge.domain.settings;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Plain values.
 *
 * @param reading what a value that a parser made is; empty where it is none of these
 * @param spelling how people write one
 * @param allowed which they are, as what something must be
 * @param words the same in Markdown
 * @param <T> what they are read as
 */
public record Values<T>(
        Function<Object, Optional<T>> reading,
        Function<? super T, String> spelling,
        String allowed,
        String words,
        Map<String, Object> schema)
        implements Content<T> {
    private static final int SHA256_DIGITS = 64;
    private static final Pattern SHA256 = Pattern.compile("(sha256:)?[0-9a-f]{%d}".formatted(SHA256_DIGITS));
    private static final Pattern RELEASE = Pattern.compile("[0-9]+([.][0-9]+){0,3}");
    private static final Pattern FRACTION = Pattern.compile("\\s*\\d+(\\.\\d+)?\\s*/\\s*\\d+(\\.\\d+)?\\s*");

    public Values {
        requireNonNull(reading, "reading is null");
        requireNonNull(spelling, "spelling is null");
        requireNonNull(allowed, "allowed is null");
        requireNonNull(words, "words is null");
        requireNonNull(schema, "schema is null");
    }

    public static Values<String> text() {
        return new Values<>(
                value -> value instanceof String text ? Optional.of(text) : Optional.empty(),
                text -> text,
                "a string",
                "string",
                schema("type", "string"));
    }

    /** Of 1 to so many characters, of which one at least is no space. */
    public static Values<String> name(int longest) {
        return new Values<>(
                value -> value instanceof String text && !text.isBlank() && text.length() <= longest
                        ? Optional.of(text)
                        : Optional.empty(),
                text -> text,
                "a string of 1 to %d characters that is not blank".formatted(longest),
                "1 to %d characters, not blank".formatted(longest),
                schema("type", "string", "minLength", 1, "maxLength", longest, "pattern", "\\S"));
    }

    /** Versions of programs, whole or as far as they matter: numbers with dots between them. */
    public static Values<String> release() {
        return new Values<>(
                value -> value instanceof String text && RELEASE.matcher(text).matches()
                        ? Optional.of(text)
                        : Optional.empty(),
                text -> text,
                "a version such as \"1.23\" or \"1.23.2\", in quotation marks",
                "version such as `1.23` or `1.23.2`",
                schema("type", "string", "pattern", "^" + RELEASE.pattern() + "$"));
    }

    public static Values<Boolean> flag() {
        return new Values<>(
                value -> value instanceof Boolean flag ? Optional.of(flag) : Optional.empty(),
                String::valueOf,
                "true or false",
                "`true`, `false`",
                schema("type", "boolean"));
    }

    /** Any finite number. */
    public static Values<Double> number() {
        return new Values<>(
                value -> finite(value), Values::plain, "a finite number", "number", schema("type", "number"));
    }

    /** Numbers from the least to the greatest, both included. */
    public static Values<Double> number(double least, double greatest) {
        return new Values<>(
                value -> finite(value).filter(number -> number >= least && number <= greatest),
                Values::plain,
                "a number from %s to %s".formatted(plain(least), plain(greatest)),
                "%s to %s".formatted(plain(least), plain(greatest)),
                schema("type", "number", "minimum", exact(least), "maximum", exact(greatest)));
    }

    /** Numbers between two others, none of which is included. */
    public static Values<Double> between(double lower, double upper) {
        String between = "more than %s and less than %s".formatted(plain(lower), plain(upper));
        return new Values<>(
                value -> finite(value).filter(number -> number > lower && number < upper),
                Values::plain,
                between,
                between,
                schema("type", "number", "exclusiveMinimum", exact(lower), "exclusiveMaximum", exact(upper)));
    }

    /** Whole numbers of at least 1, as sizes and rates are. */
    public static Values<Integer> count() {
        return new Values<>(
                value -> whole(value, Integer.MAX_VALUE),
                String::valueOf,
                "a whole number, 1 or more",
                "whole number",
                schema("type", "integer", "minimum", 1));
    }

    /** Whole numbers from one to another. */
    public static Values<Integer> count(int least, int greatest) {
        String range = "from %d to %d".formatted(least, greatest);
        return new Values<>(
                value -> whole(value, greatest).filter(number -> number >= least),
                String::valueOf,
                "a whole number, " + range,
                "whole number " + range,
                schema("type", "integer", "minimum", least, "maximum", greatest));
    }

    /** Versions up to the newest. */
    static Values<Integer> version(int newest) {
        String known = Stream.iterate(1, version -> version <= newest, version -> version + 1)
                .map(String::valueOf)
                .collect(joining(" or "));
        return new Values<>(
                value -> whole(value, newest),
                String::valueOf,
                known,
                known,
                schema("type", "integer", "minimum", 1, "exclusiveMaximum", newest + 1));
    }

    /** Numbers, and texts of fractions such as {@code 1/255}. */
    public static Values<Double> fraction() {
        return new Values<>(
                Values::fraction,
                Values::plain,
                "a number, or a fraction such as 1/255",
                "number or fraction",
                schema("type", List.of("number", "string")));
    }

    /** Lists of them; a single one stands for a list of one. */
    public static Values<List<Double>> fractions() {
        return new Values<>(
                Values::fractions,
                numbers -> numbers.stream().map(Values::plain).collect(joining(", ", "[", "]")),
                "a number, or a fraction such as 1/255, or a list of such",
                "number or fraction, or a list of such",
                schema("type", List.of("number", "string", "array")));
    }

    /** Whole numbers of seconds, minutes, hours or days, as {@code 90s}, {@code 30m}, {@code 2h} or {@code 1d}. */
    public static Values<Duration> time(Duration shortest, Duration longest) {
        String range = "from %s to %s".formatted(Section.spelled(shortest), Section.spelled(longest));
        return new Values<>(
                value -> Section.time(String.valueOf(value))
                        .filter(time -> time.compareTo(shortest) >= 0 && time.compareTo(longest) <= 0),
                Section::spelled,
                "a time such as 90s, 30m, 2h or 1d, " + range,
                "time such as `90s`, `30m`, `2h` or `1d`, " + range,
                schema("type", "string", "pattern", "^[0-9]{1,9}[smhd]$"));
    }

    /** Days, as {@code 2027-01-31}. */
    public static Values<LocalDate> date() {
        return new Values<>(
                Values::date,
                LocalDate::toString,
                "a date such as 2027-01-31",
                "date such as `2027-01-31`",
                schema("type", "string", "format", "date", "pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"));
    }

    /** SHA-256 as hexadecimal digits, after {@code sha256:} or without it. */
    public static Values<String> sha256() {
        return new Values<>(
                value -> value instanceof String text && SHA256.matcher(text).matches()
                        ? Optional.of(text.substring(text.length() - SHA256_DIGITS))
                        : Optional.empty(),
                digits -> digits,
                "a SHA-256 of 64 hexadecimal digits in lower case",
                "SHA-256, 64 hexadecimal digits",
                schema("type", "string", "pattern", '^' + SHA256.pattern() + '$'));
    }

    /** Texts under names that are not keys of the document, in the order in which they were written. */
    public static Values<Map<String, String>> entries() {
        return new Values<>(
                Values::entries,
                String::valueOf,
                "names with a string each",
                "names with a string each",
                schema("type", "object", "additionalProperties", schema("type", "string")));
    }

    /** Constants, spelled as {@link Section#word} does. */
    @SafeVarargs
    public static <E extends Enum<E>> Values<E> oneOf(E... choices) {
        return labelled(choices, Section::word);
    }

    public static <E extends Enum<E>> Values<E> labelled(E[] choices, Function<? super E, String> label) {
        List<E> constants = List.of(choices);
        List<String> labels = constants.stream().<String>map(label).toList();
        return new Values<>(
                value -> constants.stream()
                        .filter(constant -> label.apply(constant).equals(value))
                        .findFirst(),
                label,
                String.join(" or ", labels),
                labels.stream().map(word -> '`' + word + '`').collect(joining(", ")),
                schema("type", "string", "enum", labels));
    }

    @Override
    public Optional<T> read(Object written, Place place, Reading document) {
        Optional<T> value = reading.apply(written);
        if (value.isEmpty()) {
            document.invalid(place, written, allowed);
        }
        return value;
    }

    String spelled(T value) {
        return spelling.apply(value);
    }

    private static Optional<LocalDate> date(Object value) {
        try {
            return value instanceof String text ? Optional.of(LocalDate.parse(text)) : Optional.empty();
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Optional<Double> finite(Object value) {
        return value instanceof Number number && Double.isFinite(number.doubleValue())
                ? Optional.of(number.doubleValue())
                : Optional.empty();
    }

    private static Optional<Integer> whole(Object value, int most) {
        return finite(value)
                .filter(number -> number == Math.rint(number) && number >= 1 && number <= most)
                .map(Double::intValue);
    }

    private static Optional<Double> fraction(Object value) {
        if (!(value instanceof String text) || !FRACTION.matcher(text).matches()) {
            return finite(value);
        }
        String[] parts = text.split("/");
        return finite(Double.parseDouble(parts[0]) / Double.parseDouble(parts[1]));
    }

    private static Optional<List<Double>> fractions(Object value) {
        List<?> elements = value instanceof List<?> list ? list : List.of(value);
        List<Double> numbers = elements.stream()
                .map(Values::fraction)
                .flatMap(Optional::stream)
                .toList();
        return numbers.size() == elements.size() ? Optional.of(numbers) : Optional.empty();
    }

    private static Optional<Map<String, String>> entries(Object value) {
        if (!(value instanceof Map<?, ?> written)) {
            return Optional.empty();
        }
        Map<String, String> entries = new LinkedHashMap<>();
        written.forEach((name, text) -> {
            if (name instanceof String key && text instanceof String words) {
                entries.put(key, words);
            }
        });
        return entries.size() == written.size() ? Optional.of(entries) : Optional.empty();
    }

    /** As people write it: 50, not 50.0. */
    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    private static Number exact(double number) {
        if (number == Math.rint(number)) {
            return (long) number;
        }
        return number;
    }

    private static Map<String, Object> schema(Object... keywords) {
        Map<String, Object> schema = new LinkedHashMap<>();
        for (int i = 0; i < keywords.length; i += 2) {
            schema.put(String.valueOf(keywords[i]), keywords[i + 1]);
        }
        return schema;
    }
}

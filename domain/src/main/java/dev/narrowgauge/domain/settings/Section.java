package dev.narrowgauge.domain.settings;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One level of a document that a JSON or YAML parser made maps of. A key that is absent or null has the default value; a
 * value of the wrong kind fails with the error code of its kind of document, and so does a key that nobody knows, unless the document is
 * stored.
 */
public final class Section {
    private static final Pattern FRACTION = Pattern.compile("\\s*\\d+(\\.\\d+)?\\s*/\\s*\\d+(\\.\\d+)?\\s*");

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})([smhd])");

    /** By the letter that stands for it, the longest first. */
    private static final Map<String, Duration> UNITS = units();

    private final DocumentKind kind;
    private final boolean strict;
    private final String path;
    private final List<String> keys;
    private final Map<?, ?> map;

    private Section(DocumentKind kind, boolean strict, String path, List<String> keys, Map<?, ?> map) {
        this.kind = kind;
        this.strict = strict;
        this.path = path;
        this.keys = keys;
        this.map = map;
        if (strict) {
            checkKeys();
        }
    }

    /** The document itself, which may have these keys and no others. */
    public static Section root(DocumentKind kind, Map<?, ?> map, String... keys) {
        return new Section(
                requireNonNull(kind, "kind is null"), true, "", List.of(keys), requireNonNull(map, "map is null"));
    }

    /**
     * The document itself, which may have these keys and no others. Of its versions this program knows those up to the
     * newest; another is refused before its keys are looked at.
     */
    public static Section root(DocumentKind kind, int newest, Map<?, ?> map, String... keys) {
        stored(kind, map, keys).checkVersion(newest);
        return root(kind, map, keys);
    }

    /** A document that was stored, by whichever version of this program; keys that this one does not know say nothing. */
    public static Section stored(DocumentKind kind, Map<?, ?> map, String... keys) {
        return new Section(
                requireNonNull(kind, "kind is null"), false, "", List.of(keys), requireNonNull(map, "map is null"));
    }

    /** The section under the key; one without any key where there is none. */
    public Section section(String key, String... keys) {
        Map<?, ?> inner =
                value(key, Map.class, "a section with keys of its own").orElse(Map.of());
        return new Section(kind, strict, path + key + '.', List.of(keys), inner);
    }

    /** The sections in the list under the key; empty when there is no such key. */
    public Optional<List<Section>> sections(String key, String... keys) {
        return value(key, List.class, "a list of sections").map(list -> {
            List<Section> sections = new ArrayList<>();
            for (Object element : list) {
                if (!(element instanceof Map<?, ?> inner)) {
                    throw invalid(key, element, "a list of sections");
                }
                sections.add(new Section(
                        kind, strict, "%s%s[%d].".formatted(path, key, sections.size()), List.of(keys), inner));
            }
            return sections;
        });
    }

    public Optional<String> text(String key) {
        return value(key, String.class, "a string");
    }

    public Optional<Boolean> flag(String key) {
        return value(key, Boolean.class, "true or false");
    }

    public Optional<Double> number(String key) {
        return value(key, Number.class, "a number").map(Number::doubleValue);
    }

    /** A whole number of at least 1, as sizes and rates are. */
    public Optional<Integer> count(String key) {
        return number(key).map(number -> {
            if (number != Math.rint(number) || number < 1 || number > Integer.MAX_VALUE) {
                throw invalid(key, map.get(key), "a whole number, 1 or more");
            }
            return number.intValue();
        });
    }

    /** A number, or the text of a fraction such as {@code 1/255}. */
    public Optional<Double> fraction(String key) {
        return value(key, Object.class, "").map(value -> fraction(key, value));
    }

    /** A list of them; a single one stands for a list of one. */
    public Optional<List<Double>> fractions(String key) {
        return value(key, Object.class, "").map(value -> {
            List<?> elements = value instanceof List<?> list ? list : List.of(value);
            return elements.stream().map(element -> fraction(key, element)).toList();
        });
    }

    private double fraction(String key, Object value) {
        double number = switch (value) {
            case Number plain -> plain.doubleValue();
            case String text
            when FRACTION.matcher(text).matches() -> {
                String[] parts = text.split("/");
                yield Double.parseDouble(parts[0]) / Double.parseDouble(parts[1]);
            }
            case null, default -> Double.NaN;
        };
        if (!Double.isFinite(number)) {
            throw invalid(key, value, "a number, or a fraction such as 1/255");
        }
        return number;
    }

    /** A whole number of seconds, minutes, hours or days, as {@code 90s}, {@code 30m}, {@code 2h} or {@code 1d}. */
    public Optional<Duration> duration(String key) {
        return value(key, Object.class, "").map(value -> {
            Matcher matcher = DURATION.matcher(String.valueOf(value));
            if (!matcher.matches()) {
                throw invalid(key, value, "a time such as 90s, 30m, 2h or 1d");
            }
            return UNITS.get(matcher.group(2)).multipliedBy(Long.parseLong(matcher.group(1)));
        });
    }

    public Optional<List<String>> texts(String key) {
        return value(key, List.class, "a list of strings").map(list -> {
            List<String> texts = new ArrayList<>();
            for (Object element : list) {
                if (!(element instanceof String text)) {
                    throw invalid(key, list, "a list of strings");
                }
                texts.add(text);
            }
            return texts;
        });
    }

    /** Texts under names that are not keys of the document, in the order in which they were written. */
    public Optional<Map<String, String>> entries(String key) {
        return value(key, Map.class, "names with a string each").map(written -> {
            Map<String, String> entries = new LinkedHashMap<>();
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) written).entrySet()) {
                if (!(entry.getKey() instanceof String name) || !(entry.getValue() instanceof String text)) {
                    throw invalid(key, written, "names with a string each");
                }
                entries.put(name, text);
            }
            return entries;
        });
    }

    /** One of the constants, spelled as {@link #word} does. */
    public <E extends Enum<E>> Optional<E> choice(String key, E[] choices) {
        return choice(key, choices, Section::word);
    }

    public <E extends Enum<E>> Optional<E> choice(String key, E[] choices, Function<? super E, String> spelling) {
        return value(key, Object.class, "").map(value -> oneOf(key, value, choices, spelling));
    }

    /** A list of the constants. */
    public <E extends Enum<E>> Optional<List<E>> choices(String key, E[] choices) {
        return texts(key)
                .map(texts -> texts.stream()
                        .map(text -> oneOf(key, text, choices, Section::word))
                        .toList());
    }

    /** The constant's name as documents spell it: {@code PER_CHANNEL} is {@code per-channel}. */
    public static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The time as documents spell it, in the longest unit that leaves no rest; parts of a second are left out. */
    public static String spelled(Duration time) {
        return UNITS.entrySet().stream()
                .filter(unit -> time.toSeconds() % unit.getValue().toSeconds() == 0)
                .map(unit -> time.toSeconds() / unit.getValue().toSeconds() + unit.getKey())
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, Duration> units() {
        Map<String, Duration> units = new LinkedHashMap<>();
        units.put("d", Duration.ofDays(1));
        units.put("h", Duration.ofHours(1));
        units.put("m", Duration.ofMinutes(1));
        units.put("s", Duration.ofSeconds(1));
        return units;
    }

    /** The failure of a value that is of the right kind but not allowed. */
    public NarrowgaugeException invalid(String key, Object value, String allowed) {
        return new NarrowgaugeException(
                kind.invalidValue(),
                "The %s '%s%s' is '%s'; it must be %s.".formatted(possessive(), path, key, value, allowed));
    }

    private String possessive() {
        return kind.noun() + (kind.noun().endsWith("s") ? "'" : "'s");
    }

    /** The failure of a key that must be there. */
    public NarrowgaugeException missing(String key) {
        return new NarrowgaugeException(
                kind.invalidValue(), "Field '%s%s' of the %s is required.".formatted(path, key, kind.noun()));
    }

    private <T> Optional<T> value(String key, Class<T> type, String expected) {
        Object value = map.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (!type.isInstance(value)) {
            throw invalid(key, value, expected);
        }
        return Optional.of(type.cast(value));
    }

    private <E extends Enum<E>> E oneOf(String key, Object value, E[] choices, Function<? super E, String> spelling) {
        return Stream.of(choices)
                .filter(choice -> spelling.apply(choice).equals(value))
                .findFirst()
                .orElseThrow(() ->
                        invalid(key, value, Stream.of(choices).map(spelling).collect(joining(" or "))));
    }

    private void checkVersion(int newest) {
        double version = number(Stored.VERSION).orElse((double) newest);
        if (version != Math.rint(version) || version < 1 || version > newest) {
            String known =
                    IntStream.rangeClosed(1, newest).mapToObj(Integer::toString).collect(joining(" or "));
            throw invalid(Stored.VERSION, map.get(Stored.VERSION), known);
        }
    }

    private void checkKeys() {
        for (Object key : map.keySet()) {
            if (!(key instanceof String name) || !keys.contains(name)) {
                throw new NarrowgaugeException(
                        kind.unknownKey(),
                        "Unknown key '%s%s' in the %s; did you mean '%s%s'? Known keys here: %s."
                                .formatted(
                                        path,
                                        key,
                                        kind.noun(),
                                        path,
                                        Spelling.nearest(String.valueOf(key), keys),
                                        keys.stream().map(known -> path + known).collect(joining(", "))));
            }
        }
    }
}

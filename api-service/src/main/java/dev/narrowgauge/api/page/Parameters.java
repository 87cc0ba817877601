package dev.narrowgauge.api.page;

import static java.util.stream.Collectors.joining;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** Query parameters as values. What cannot be read fails with {@link ErrorCode#REQUEST_INVALID}. */
public final class Parameters {
    private Parameters() {}

    public static Optional<Instant> instant(String name, String text) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            throw invalid(name, text, "a moment such as 2026-11-27T03:00:00Z");
        }
    }

    public static <E extends Enum<E>> Set<E> constants(String name, List<String> texts, E[] known) {
        return each(
                texts,
                text -> Arrays.stream(known)
                        .filter(constant -> constant.name().equals(text))
                        .findFirst()
                        .orElseThrow(() -> invalid(
                                name, text, Arrays.stream(known).map(Enum::name).collect(joining(" or ")))));
    }

    public static Set<UUID> ids(String name, List<String> texts) {
        return each(texts, text -> {
            try {
                return UUID.fromString(text);
            } catch (IllegalArgumentException e) {
                throw invalid(name, text, "the id of a run");
            }
        });
    }

    /** Empty where nothing is said. */
    public static Optional<Boolean> truth(String name, String text) {
        return switch (text) {
            case null -> Optional.empty();
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> throw invalid(name, text, "true or false");
        };
    }

    /**
     * A whole number.
     *
     * @param usual where nothing is said
     */
    public static long number(String name, String text, long least, long most, long usual) {
        if (text == null) {
            return usual;
        }
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw invalid(name, text, "a whole number from %d to %d".formatted(least, most));
        }
        throw invalid(name, text, "a whole number from %d to %d".formatted(least, most));
    }

    private static <T> Set<T> each(List<String> texts, Function<String, T> read) {
        Set<T> values = new LinkedHashSet<>();
        texts.forEach(text -> values.add(read.apply(text)));
        return values;
    }

    private static NarrowgaugeException invalid(String name, String text, String allowed) {
        return new NarrowgaugeException(
                ErrorCode.REQUEST_INVALID, "The parameter '%s' is '%s'; it must be %s.".formatted(name, text, allowed));
    }
}

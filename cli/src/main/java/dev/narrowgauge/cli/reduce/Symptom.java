package dev.narrowgauge.cli.reduce;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a fault showed.
 *
 * @param kind what it has in common with the same fault of another model: a message without names and numbers
 * @param sentence for a person
 * @param slowness of what is slower
 */
record Symptom(Fault fault, Optional<ErrorCode> code, String kind, String sentence, Optional<Slowness> slowness) {
    private static final Pattern QUOTED = Pattern.compile("'[^']*'|\"[^\"]*\"");
    private static final Pattern SIGNAL = Pattern.compile("signal (\\d+)");
    private static final Pattern NUMBERS = Pattern.compile("0x[0-9a-fA-F]+|[-+]?\\d+(\\.\\d+)?");
    private static final Pattern LISTS = Pattern.compile("#([,x ]+#)+|\\{[^}]*\\}|\\[[^\\]]*#[^\\]]*\\]");
    private static final String CUT_OFF = "…";

    /** One that is told by what was measured. */
    static Symptom measured(Fault fault, String kind, String sentence) {
        return new Symptom(fault, Optional.empty(), kind, sentence, Optional.empty());
    }

    static Symptom slower(Slowness slowness, String sentence) {
        return new Symptom(Fault.SLOWER, Optional.empty(), "", sentence, Optional.of(slowness));
    }

    /** @param names that the model gives to its parts, which its reduced form has others of */
    static Symptom of(NarrowgaugeException failure, Collection<String> names) {
        Fault fault = switch (failure.code()) {
            case ENGINE_CRASHED, INTERNAL_ERROR -> Fault.CRASH;
            case ENGINE_TIMED_OUT -> Fault.HANG;
            default -> Fault.REFUSED;
        };
        String kind = fault == Fault.HANG ? "" : failure.code() + ": " + withoutNames(failure.getMessage(), names);
        // What to do about a deadline is for who runs a model, not for who has it to mend.
        String said = fault == Fault.HANG ? failure.getMessage().replaceFirst(";.*", "") : failure.getMessage();
        return new Symptom(fault, Optional.of(failure.code()), kind, failure.code() + ": " + said, Optional.empty());
    }

    /** A message that had no room ends early: then what is there has to agree. */
    boolean isLike(Symptom other) {
        if (fault != other.fault) {
            return false;
        }
        String shorter = kind.length() <= other.kind.length() ? kind : other.kind;
        String longer = shorter.equals(kind) ? other.kind : kind;
        if (!kind.endsWith(CUT_OFF) && !other.kind.endsWith(CUT_OFF)) {
            return kind.equals(other.kind);
        }
        return beginning(longer).startsWith(beginning(shorter));
    }

    /** Without the last word, which may have been cut off in its middle. */
    private static String beginning(String kind) {
        int lastSpace = kind.lastIndexOf(' ');
        return kind.endsWith(CUT_OFF) && lastSpace > 0 ? kind.substring(0, lastSpace) : kind;
    }

    static String withoutNames(String message, Collection<String> names) {
        String kind = SIGNAL.matcher(message).replaceAll(signal -> "signal-" + letters(signal.group(1)));
        List<String> longestFirst = names.stream()
                .filter(name -> !name.isBlank() && message.contains(name))
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
        for (String name : longestFirst) {
            kind = kind.replaceAll("(?<![\\w])" + Pattern.quote(name) + "(?![\\w])", "~");
        }
        kind = QUOTED.matcher(kind).replaceAll("~");
        kind = NUMBERS.matcher(kind).replaceAll("#");
        return LISTS.matcher(kind).replaceAll("#").replaceAll("\\s+", " ").strip();
    }

    /** The number of a signal is no number that may differ. */
    private static String letters(String digits) {
        return digits.chars()
                .mapToObj(digit -> String.valueOf((char) ('a' + digit - '0')))
                .reduce("", String::concat);
    }
}

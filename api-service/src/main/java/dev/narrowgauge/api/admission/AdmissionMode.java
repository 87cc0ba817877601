package dev.narrowgauge.api.admission;

import static java.util.stream.Collectors.joining;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.util.Arrays;
import java.util.Locale;

/** What is refused. Declared from the most to the least that is. */
enum AdmissionMode {
    /** Whatever does not name models that all have a signed PASS. */
    STRICT,
    /** Whatever names a model without a signed PASS. */
    NAMED,
    /** Whatever names a model about which there is a verdict and that is no signed PASS. */
    KNOWN,
    /** Nothing; what the strict mode would refuse has warnings. */
    WARN;

    /** @throws NarrowgaugeException REQUEST_INVALID */
    static AdmissionMode of(String word) {
        return Arrays.stream(values())
                .filter(mode -> mode.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new NarrowgaugeException(
                        ErrorCode.REQUEST_INVALID,
                        "The address asks for the mode '%s'; modes are %s."
                                .formatted(
                                        word,
                                        Arrays.stream(values())
                                                .map(AdmissionMode::word)
                                                .collect(joining(", ")))));
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean refuses(Objection.Kind kind) {
        return switch (this) {
            case STRICT -> true;
            case NAMED -> kind != Objection.Kind.NAMES_NONE;
            case KNOWN -> kind == Objection.Kind.NOT_PASSED || kind == Objection.Kind.MALFORMED;
            case WARN -> false;
        };
    }

    /** Whether somebody is told of what is not refused. */
    boolean warnsOf(Objection.Kind kind) {
        return !refuses(kind) && (this == WARN || kind != Objection.Kind.NAMES_NONE);
    }
}

package dev.narrowgauge.api.access;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.time.Duration;

/** What is said to those who come too often. */
final class Limited {
    private Limited() {}

    static NarrowgaugeException calls(String who, Duration wait) {
        return of(
                "%s makes more calls than this service takes of one (narrowgauge.api.limits.calls)".formatted(who),
                wait);
    }

    static NarrowgaugeException unknownKeys(String address, Duration wait) {
        return of(
                "More keys, tokens, sessions or codes that are not known, and sign-ins, have come from '%s' than this service takes of one address (narrowgauge.api.limits.unknown-keys)"
                        .formatted(address),
                wait);
    }

    private static NarrowgaugeException of(String sentence, Duration wait) {
        return new NarrowgaugeException(
                        ErrorCode.RATE_LIMITED,
                        "%s; try again in %d s."
                                .formatted(sentence, wait.plusSeconds(1).toSeconds()))
                .retryAfter(wait);
    }
}

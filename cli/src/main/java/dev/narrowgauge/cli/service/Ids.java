package dev.narrowgauge.cli.service;

import static java.net.URLEncoder.encode;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.util.UUID;

/** What a service calls its runs, its variants and the like. */
final class Ids {
    private Ids() {}

    /** @param what it is of, for a sentence */
    static String of(String what, String text) {
        try {
            return UUID.fromString(text).toString();
        } catch (IllegalArgumentException failure) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "'%s' is not the id of a %s; give one such as 018f4a40-6a3e-7c7b-b9a1-3d2f6a1f0c55"
                            .formatted(text, what),
                    failure);
        }
    }

    /** A name as a part of a path. */
    static String inPath(String name) {
        return encode(name, UTF_8).replace("+", "%20");
    }
}

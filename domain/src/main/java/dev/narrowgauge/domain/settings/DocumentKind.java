package dev.narrowgauge.domain.settings;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.error.ErrorCode;

/**
 * A kind of document that people write.
 *
 * @param noun what they call it, for example {@code recipe}
 */
public record DocumentKind(String noun, ErrorCode unknownKey, ErrorCode invalidValue) {
    public DocumentKind {
        requireNonNull(noun, "noun is null");
        requireNonNull(unknownKey, "unknownKey is null");
        requireNonNull(invalidValue, "invalidValue is null");
    }
}

package dev.narrowgauge.api.access;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.access.KeyText;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.util.UUID;

/** By what a caller is known, with the hash of a secret in the place of it. */
record Credential(Kind kind, UUID id, String sha256) implements Proof {
    enum Kind {
        /** An API key. */
        KEY,
        /** A page that was opened with one. */
        SESSION
    }

    Credential {
        requireNonNull(kind, "kind is null");
        requireNonNull(id, "id is null");
        requireNonNull(sha256, "sha256 is null");
    }

    /** @throws NarrowgaugeException KEY_REFUSED where that is no key */
    static Credential ofKey(String text) {
        return KeyText.read(text)
                .map(key -> of(Kind.KEY, key))
                .orElseThrow(
                        () -> new NarrowgaugeException(
                                ErrorCode.KEY_REFUSED,
                                "What the request carries is no API key, or one with a typing error, nor a token of an identity provider; a key begins with 'ng_' and has 75 characters."));
    }

    /** @throws NarrowgaugeException KEY_REFUSED where the cookie is none of this service */
    static Credential ofCookie(String value) {
        return KeyText.read(value)
                .map(key -> of(Kind.SESSION, key))
                .orElseThrow(() -> new NarrowgaugeException(
                        ErrorCode.KEY_REFUSED, "The session is unknown; " + PageSessions.HOW_TO_OPEN));
    }

    private static Credential of(Kind kind, KeyText key) {
        return new Credential(kind, key.id(), key.sha256());
    }
}

package dev.narrowgauge.domain.settings;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A document as it is stored, by this version of the program, an older or a newer one.
 *
 * @param <T> what it is read as
 */
public sealed interface Stored<T> {
    /** The key under which a document has its version. Without one it is of version 1. */
    String VERSION = "version";

    /** Every setting with its value, as nested maps. */
    Map<String, Object> document();

    /** Of the document. */
    default int version() {
        return document().get(VERSION) instanceof Number version ? version.intValue() : 1;
    }

    /** What it says. Fails with {@link ErrorCode#DOCUMENT_TOO_NEW} where only a newer version of the program can tell. */
    T value();

    /** The document as it is where its version is newer than the newest one that this program knows; empty otherwise. */
    static <T> Optional<Stored<T>> newer(DocumentKind kind, int newest, Map<String, Object> document) {
        boolean isNewer = document.get(VERSION) instanceof Number version && version.doubleValue() > newest;
        return isNewer ? Optional.of(new Newer<>(kind, newest, document)) : Optional.empty();
    }

    /** The failure of reading a document that is of a newer version than the newest one that this program knows. */
    static NarrowgaugeException tooNew(String noun, Object version, int newest) {
        return new NarrowgaugeException(
                ErrorCode.DOCUMENT_TOO_NEW,
                "The %s has version %s; this program knows versions up to %d. A newer program can read it."
                        .formatted(noun, version, newest));
    }

    /** @param document the value spelled out */
    record Known<T>(T value, Map<String, Object> document) implements Stored<T> {
        public Known {
            requireNonNull(value, "value is null");
            document = Collections.unmodifiableMap(new LinkedHashMap<>(document));
        }
    }

    /** @param newest version that this program knows */
    record Newer<T>(DocumentKind kind, int newest, Map<String, Object> document) implements Stored<T> {
        public Newer {
            requireNonNull(kind, "kind is null");
            document = Collections.unmodifiableMap(new LinkedHashMap<>(document));
        }

        @Override
        public T value() {
            throw tooNew(kind.noun(), document.get(VERSION), newest);
        }
    }
}

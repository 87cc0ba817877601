package dev.narrowgauge.domain.settings;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A key of a document.
 *
 * @param fallback its value where it is absent and nothing else decides
 * @param absent what holds where it is absent, in words; empty where it must not be
 * @param description a sentence or several
 * @param <T> what its content is read as
 */
public record Key<T>(String name, Content<T> content, Optional<T> fallback, String absent, String description) {
    public Key {
        requireNonNull(name, "name is null");
        requireNonNull(content, "content is null");
        requireNonNull(fallback, "fallback is null");
        requireNonNull(absent, "absent is null");
        requireNonNull(description, "description is null");
    }

    public static <T> Key<T> required(String name, Content<T> content, String description) {
        return new Key<>(name, content, Optional.empty(), "", description);
    }

    /** A key that has that value where it is absent. */
    public static <T> Key<T> optional(String name, Values<T> values, T fallback, String description) {
        return new Key<>(name, values, Optional.of(fallback), values.spelled(fallback), description);
    }

    /** A key of which something else decides where it is absent. */
    public static <T> Key<T> open(String name, Content<T> content, String absent, String description) {
        return new Key<>(name, content, Optional.empty(), absent, description);
    }

    /** Under which a document says of which version it is, up to the newest that this program knows. */
    public static Key<Integer> version(int newest) {
        return optional(
                Stored.VERSION,
                Values.version(newest),
                1,
                "Of the document. A program refuses one that is newer than it knows.");
    }

    public boolean isRequired() {
        return absent.isEmpty();
    }

    /** The content's JSON schema with what people want to know of the key. */
    Map<String, Object> schema() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("description", isRequired() ? description : "%s Absent: %s.".formatted(description, absent));
        schema.putAll(content.schema());
        return schema;
    }
}

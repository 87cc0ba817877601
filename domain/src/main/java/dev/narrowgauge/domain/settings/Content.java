package dev.narrowgauge.domain.settings;

import java.util.Map;
import java.util.Optional;

/**
 * What may stand under a key.
 *
 * @param <T> what it is read as
 */
public sealed interface Content<T> permits Values, Items, Group {
    /**
     * What is written there; empty where it is nothing of the kind, which the reading is told. A section has a value also
     * where some of its keys have none.
     */
    Optional<T> read(Object written, Place place, Reading reading);

    /** Its JSON schema, without a description. */
    Map<String, Object> schema();

    /** In words and Markdown, for a table. */
    String words();
}

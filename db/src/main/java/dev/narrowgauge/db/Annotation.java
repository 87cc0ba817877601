package dev.narrowgauge.db;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What a person has written beside histories.
 *
 * @param seriesId empty for what concerns every series of the project
 * @param at what it speaks of
 * @param author as that person is called; empty where nobody is asked
 */
public record Annotation(
        UUID id, Optional<UUID> seriesId, Instant at, String text, Optional<String> author, Instant createdAt) {}

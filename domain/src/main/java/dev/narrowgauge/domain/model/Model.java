package dev.narrowgauge.domain.model;

import java.time.Instant;

/**
 * An uploaded model, immutable.
 *
 * @param id SHA-256 of the uploaded bytes, 64 hexadecimal digits
 */
public record Model(String id, String name, long sizeBytes, ModelDescription description, Instant createdAt) {}

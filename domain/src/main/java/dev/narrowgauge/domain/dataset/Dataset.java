package dev.narrowgauge.domain.dataset;

import java.time.Instant;

/**
 * An uploaded dataset, immutable.
 *
 * @param id SHA-256 of the uploaded bytes, 64 hexadecimal digits
 */
public record Dataset(String id, String name, long sizeBytes, DatasetDescription description, Instant createdAt) {}

package dev.narrowgauge.domain.dataset;

import java.time.Instant;
import java.util.List;

/**
 * An uploaded dataset, immutable but for its names.
 *
 * @param id SHA-256 of the uploaded bytes, 64 hexadecimal digits
 * @param name under which the bytes were uploaded first
 * @param names under which they were uploaded, the first first; at most a hundred
 */
public record Dataset(
        String id, String name, List<String> names, long sizeBytes, DatasetDescription description, Instant createdAt) {
    public Dataset {
        names = List.copyOf(names);
    }
}

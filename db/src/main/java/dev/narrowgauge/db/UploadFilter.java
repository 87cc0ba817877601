package dev.narrowgauge.db;

import java.time.Instant;
import java.util.Optional;

/**
 * Which models or datasets a list has; what is empty is not asked for.
 *
 * @param name one of the names
 * @param text that a name has in it, in capitals or not
 * @param createdAfter with that moment
 * @param createdBefore without that moment
 */
public record UploadFilter(
        Optional<String> name, Optional<String> text, Optional<Instant> createdAfter, Optional<Instant> createdBefore) {
    public static final UploadFilter ALL =
            new UploadFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}

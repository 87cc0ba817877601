package dev.narrowgauge.api.history;

import dev.narrowgauge.db.Annotation;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a person has written beside histories, as clients see it. */
@Schema(name = "Annotation")
public record AnnotationView(
        UUID id,

        @Schema(description = "Null for what concerns every series of the project")
        Optional<UUID> seriesId,

        @Schema(description = "What it speaks of") Instant at,

        String text,

        @Schema(description = "Name of the key or of the person; null where nobody is asked")
        Optional<String> author,

        Instant createdAt) {
    static AnnotationView of(Annotation annotation) {
        return new AnnotationView(
                annotation.id(),
                annotation.seriesId(),
                annotation.at(),
                annotation.text(),
                annotation.author(),
                annotation.createdAt());
    }
}

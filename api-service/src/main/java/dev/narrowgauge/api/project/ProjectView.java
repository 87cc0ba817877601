package dev.narrowgauge.api.project;

import dev.narrowgauge.db.Project;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A project as clients see it. */
@Schema(name = "Project")
public record ProjectView(
        UUID id,
        String name,
        Instant createdAt,

        @Schema(
                description =
                        "Since when nobody enters it any more, and what it has is deleted; null where it is not to be")
        Optional<Instant> deletionAskedAt) {
    static ProjectView of(Project project) {
        return new ProjectView(project.id(), project.name(), project.createdAt(), project.deletionAskedAt());
    }
}

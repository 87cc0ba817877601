package dev.narrowgauge.api.project;

import dev.narrowgauge.db.ProjectStore;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What is left of a project that was deleted. */
@Schema(name = "DeletedProject")
public record DeletedProjectView(
        UUID id,
        String name,
        Instant deletionAskedAt,

        @Schema(description = "Id of the API key whose holder asked; null where nobody was known")
        Optional<UUID> deletionAskedBy,

        Instant deletedAt,

        @Schema(description = "How many runs were deleted with it")
        long runs) {
    static DeletedProjectView of(ProjectStore.Deleted deleted) {
        return new DeletedProjectView(
                deleted.id(),
                deleted.name(),
                deleted.askedAt(),
                deleted.askedBy(),
                deleted.deletedAt(),
                deleted.runs());
    }
}

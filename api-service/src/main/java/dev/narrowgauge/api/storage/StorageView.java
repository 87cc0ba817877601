package dev.narrowgauge.api.storage;

import dev.narrowgauge.api.retention.RetentionView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What takes how much, as clients see it. */
@Schema(name = "Storage")
public record StorageView(
        @Schema(description = "Those that the caller may enter, by name")
        List<ProjectStorage> projects,

        @Schema(description = "Null to whoever may not enter all projects: it may be of any")
        Optional<UnreferencedContent> unreferenced) {
    /** What one project has. */
    @Schema(name = "ProjectStorage")
    public record ProjectStorage(
            @Schema(description = "Its name") String project,

            @Schema(
                    description =
                            "Kinds of which it has something; the content that several projects have counts for each")
            List<Kind> kinds,

            @Schema(description = "For how long it keeps them")
            RetentionView retention) {}

    /** All that a project has of a kind. */
    @Schema(name = "StoredKind")
    public record Kind(
            @Schema(
                    description =
                            "`model`, `dataset` and `variant` are files of the store; `report`, `measurement`, `event` and `verdict`"
                                    + " documents in the database, as they are compressed there;"
                                    + " `history` rows with values, changes and notes")
            String kind,

            long items,
            long bytes) {}

    /** Stored content that no row of any project refers to. */
    @Schema(name = "UnreferencedContent")
    public record UnreferencedContent(
            long items,

            @Schema(description = "Since when that is known of the first; null where there is none")
            Optional<Instant> oldest) {}
}

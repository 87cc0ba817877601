package dev.narrowgauge.api.quota;

import dev.narrowgauge.db.Quota;
import dev.narrowgauge.db.QuotaStore;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a project has and may have, as clients see it. */
@Schema(name = "ProjectUse")
public record ProjectUse(
        @Schema(description = "Its name") String project,

        @Schema(description = "How many jobs of a queue it takes in a turn")
        int weight,

        @Schema(description = "Runs of which no job was ever taken")
        Amount queuedRuns,

        @Schema(description = "Runs that have not ended, those that wait among them")
        Amount openRuns,

        @Schema(description = "Bytes of models, datasets and variants")
        Amount storedBytes,

        @Schema(description = "Minutes of benchmark jobs that ended on this day of UTC")
        Amount deviceMinutes) {
    /** Of something that there may be only so much of. */
    @Schema(name = "ProjectAmount")
    public record Amount(
            @Schema(description = "What there is") long used,

            @Schema(description = "What there may be; null is without limit")
            OptionalLong limit) {}

    /** @param name of the project */
    public static ProjectUse of(String name, QuotaStore.Use use) {
        Quota quota = use.quota();
        return new ProjectUse(
                name,
                quota.weight(),
                new Amount(use.queuedRuns(), quota.queuedRuns()),
                new Amount(use.openRuns(), quota.openRuns()),
                new Amount(use.storedBytes(), quota.storedBytes()),
                new Amount(use.deviceMinutes(), quota.deviceMinutes()));
    }
}

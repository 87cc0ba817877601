package dev.narrowgauge.api.quota;

import dev.narrowgauge.db.Quota;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a client sends to set a project's quota; what is left out is without limit. */
public record QuotaRequest(
        @Schema(
                description = "How many jobs of a queue the project takes in a turn",
                minimum = "1",
                maximum = "" + Quota.MOST_WEIGHT,
                defaultValue = "1")
        Integer weight,

        @Schema(description = "Runs that may wait: of which no job was ever taken", minimum = "0")
        Long queuedRuns,

        @Schema(description = "Runs that may be open: that have not ended, those that wait among them", minimum = "0")
        Long openRuns,

        @Schema(description = "Bytes of models, datasets and variants that may be stored", minimum = "0")
        Long storedBytes,

        @Schema(description = "Minutes of benchmark jobs that may end on one day of UTC", minimum = "0")
        Long deviceMinutes) {}

package dev.narrowgauge.api.event;

import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The data of a {@code progress} event, for the OpenAPI document; what is not known is left out. */
@Schema(
        description = "An attempt at a job made progress",
        requiredProperties = {"at", "jobId", "attempt", "stage", "done", "total"})
record ProgressEvent(
        Instant at,
        UUID jobId,
        int attempt,
        @Schema(examples = "calibrate") String stage,
        long done,
        @Schema(description = "0 when not known") long total,
        @Schema(description = "Of this stage") Double remainingSeconds,

        @Schema(description = "By this stage so far, a phrase", examples = "ratio 0.520 [0.500, 0.540]")
        String found) {}

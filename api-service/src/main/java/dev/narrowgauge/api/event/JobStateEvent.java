package dev.narrowgauge.api.event;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.job.JobKind;
import dev.narrowgauge.domain.job.JobState;
import dev.narrowgauge.domain.timeline.AttemptEnd;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The data of a {@code job-state} event, for the OpenAPI document; what is not known is left out. */
@Schema(
        description = "The state of a job changed",
        requiredProperties = {"at", "jobId", "kind", "subject", "state", "attempt"})
record JobStateEvent(
        Instant at,
        UUID jobId,
        JobKind kind,
        @Schema(description = "As of a job") String subject,
        @Schema(description = "Of benchmark jobs") String deviceClass,
        JobState state,
        int attempt,

        @Schema(description = "How the attempt ended that this ended; the attempt before where the job waits again")
        AttemptEnd attemptEnd,

        @Schema(description = "Of failed jobs") ErrorCode errorCode,
        @Schema(description = "Of failed jobs") String errorMessage) {}

package dev.narrowgauge.api.run;

import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.job.JobKind;
import dev.narrowgauge.domain.job.JobStanding;
import dev.narrowgauge.domain.job.JobState;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A job as clients see it; who works on it, and until when that holds, is between the services. */
@Schema(name = "Job")
public record JobView(
        UUID id,
        UUID runId,
        JobKind kind,

        @Schema(
                description =
                        "Which variant: the index of the recipe in the run for a quantize job, the variant's id for a"
                                + " benchmark job")
        String subject,

        @Schema(description = "What a node must offer to take it; null for quantize jobs")
        Optional<String> deviceClass,

        JobState state,

        @Schema(description = "Number of the current attempt, from 1")
        int attempt,

        @Schema(description = "How earlier attempts ended") Job.Failures failures,

        @Schema(description = "Why it failed; null unless it has")
        Optional<Job.JobError> error,

        Instant createdAt,

        @Schema(description = "When its current attempt began to wait")
        Instant queuedAt,

        @Schema(description = "Of the latest attempt that was taken; null before the first")
        Optional<Instant> startedAt,

        Optional<Instant> endedAt,

        @Schema(
                description =
                        "Among the jobs of its project in the queue of its kind and device class, 1 for the next; null unless it is QUEUED")
        OptionalLong place) {
    static JobView of(JobStanding standing) {
        Job job = standing.job();
        return new JobView(
                job.id(),
                job.runId(),
                job.kind(),
                job.subject(),
                job.deviceClass(),
                job.state(),
                job.attempt(),
                job.failures(),
                job.error(),
                standing.createdAt(),
                standing.queuedAt(),
                standing.startedAt(),
                standing.endedAt(),
                standing.place());
    }
}

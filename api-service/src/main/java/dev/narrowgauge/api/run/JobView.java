package dev.narrowgauge.api.run;

import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.job.JobKind;
import dev.narrowgauge.domain.job.JobState;
import java.util.Optional;
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

        @Schema(description = "Why it failed; null unless it has")
        Optional<Job.JobError> error) {
    static JobView of(Job job) {
        return new JobView(
                job.id(),
                job.runId(),
                job.kind(),
                job.subject(),
                job.deviceClass(),
                job.state(),
                job.attempt(),
                job.error());
    }
}

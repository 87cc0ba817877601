package dev.narrowgauge.api.run;

import dev.narrowgauge.domain.job.JobKind;
import dev.narrowgauge.domain.run.RunState;
import dev.narrowgauge.domain.timeline.AttemptEnd;
import dev.narrowgauge.domain.timeline.AttemptTimeline;
import dev.narrowgauge.domain.timeline.JobTimeline;
import dev.narrowgauge.domain.timeline.Phase;
import dev.narrowgauge.domain.timeline.RunTimeline;
import dev.narrowgauge.domain.timeline.TimeShare;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Where the time of a run went, as clients see it. */
@Schema(name = "RunTimeline")
public record TimelineView(
        UUID runId,
        RunState state,
        Instant createdAt,
        Optional<Instant> endedAt,

        @Schema(description = "When this was told: what lasts is told until then")
        Instant toldAt,

        @Schema(description = "From the submission to the end, or so far")
        double seconds,

        @Schema(description = "How much each phase took, in all jobs of a kind and device class together")
        List<Share> shares,

        List<JobTimes> jobs) {
    /** A phase in all jobs of a kind and device class together. */
    @Schema(name = "TimeShare")
    public record Share(
            @Schema(description = "As of an attempt; decide from the end of the last job to that of the run")
            String phase,

            @Schema(description = "Null for decide, which is no job's")
            Optional<JobKind> kind,

            @Schema(description = "Of benchmark jobs") Optional<String> deviceClass,

            @Schema(description = "How many jobs it is of") int jobs,

            @Schema(description = "Added up: jobs may be at work at the same time")
            double seconds) {
        static Share of(TimeShare share) {
            return new Share(share.phase(), share.kind(), share.deviceClass(), share.jobs(), share.seconds());
        }
    }

    /** A job and its attempts. */
    @Schema(name = "JobTimeline")
    public record JobTimes(
            UUID jobId,
            JobKind kind,
            @Schema(description = "As of a job") String subject,
            @Schema(description = "Of benchmark jobs") Optional<String> deviceClass,

            @Schema(description = "One of which nothing was told is missing")
            List<Attempt> attempts) {
        static JobTimes of(JobTimeline job) {
            return new JobTimes(
                    job.jobId(),
                    job.kind(),
                    job.subject(),
                    job.deviceClass(),
                    job.attempts().stream().map(Attempt::of).toList());
        }
    }

    /** An attempt at a job. */
    @Schema(name = "AttemptTimeline")
    public record Attempt(
            @Schema(description = "From 1") int attempt,

            @Schema(description = "When it began to wait; null where that is unknown")
            Optional<Instant> queuedAt,

            @Schema(description = "Null where nobody has taken it, or that is unknown")
            Optional<Instant> takenAt,

            Optional<Instant> endedAt,

            @Schema(description = "Null until it ends, and where that is unknown")
            Optional<AttemptEnd> end,

            @Schema(description = "In order, without gaps") List<PhaseTimes> phases) {
        static Attempt of(AttemptTimeline attempt) {
            return new Attempt(
                    attempt.attempt(),
                    attempt.queuedAt(),
                    attempt.takenAt(),
                    attempt.endedAt(),
                    attempt.end(),
                    attempt.phases().stream().map(PhaseTimes::of).toList());
        }
    }

    /** A part of an attempt. */
    @Schema(name = "Phase")
    public record PhaseTimes(
            @Schema(
                    description =
                            "queued, a stage such as fetch, prepare, calibrate, store, wait (for the machine) or measure,"
                                    + " or unknown for time of which nothing was told",
                    examples = "calibrate")
            String name,

            Instant from,

            @Schema(description = "Null while it lasts") Optional<Instant> until,

            @Schema(description = "Of wall time, so far where it lasts")
            double seconds) {
        static PhaseTimes of(Phase phase) {
            return new PhaseTimes(phase.name(), phase.from(), phase.until(), phase.seconds());
        }
    }

    static TimelineView of(RunTimeline timeline) {
        return new TimelineView(
                timeline.runId(),
                timeline.state(),
                timeline.createdAt(),
                timeline.endedAt(),
                timeline.toldAt(),
                timeline.seconds(),
                timeline.shares().stream().map(Share::of).toList(),
                timeline.jobs().stream().map(JobTimes::of).toList());
    }
}

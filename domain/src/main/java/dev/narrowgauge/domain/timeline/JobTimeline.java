package dev.narrowgauge.domain.timeline;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.job.JobKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A job and its attempts.
 *
 * @param subject as of a job
 * @param attempts in order; one of which nothing was told is missing
 */
public record JobTimeline(
        UUID jobId, JobKind kind, String subject, Optional<String> deviceClass, List<AttemptTimeline> attempts) {
    public JobTimeline {
        requireNonNull(jobId, "jobId is null");
        requireNonNull(kind, "kind is null");
        requireNonNull(subject, "subject is null");
        requireNonNull(deviceClass, "deviceClass is null");
        attempts = List.copyOf(attempts);
    }

    /** @param facts of this job, in the order in which they happened */
    static JobTimeline of(Job job, List<JobFact> facts, Instant now) {
        List<AttemptHistory> attempts = new ArrayList<>();
        for (JobFact fact : facts) {
            switch (fact) {
                case JobFact.State change -> change(attempts, change);
                case JobFact.Stage stage -> attempt(attempts, stage.attempt()).stage(stage.name(), stage.at());
            }
        }
        return new JobTimeline(
                job.id(),
                job.kind(),
                job.subject(),
                job.deviceClass(),
                attempts.stream().map(attempt -> attempt.timeline(now)).toList());
    }

    private static void change(List<AttemptHistory> attempts, JobFact.State change) {
        switch (change.state()) {
            case QUEUED -> {
                if (!attempts.isEmpty()) {
                    attempts.getLast().ended(change.at(), change.end());
                }
                attempt(attempts, change.attempt()).queued(change.at());
            }
            case RUNNING -> attempt(attempts, change.attempt()).taken(change.at());
            case SUCCEEDED, FAILED, CANCELLED ->
                attempt(attempts, change.attempt()).ended(change.at(), change.end());
        }
    }

    /** The latest, or one that begins now. */
    private static AttemptHistory attempt(List<AttemptHistory> attempts, int number) {
        if (attempts.isEmpty() || !attempts.getLast().is(number)) {
            attempts.add(new AttemptHistory(number));
        }
        return attempts.getLast();
    }
}

package dev.narrowgauge.domain.job;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.ErrorKind;
import dev.narrowgauge.domain.job.Job.Failures;
import dev.narrowgauge.domain.job.Job.JobError;
import dev.narrowgauge.domain.job.Job.Lease;
import dev.narrowgauge.domain.job.Transition.Ignored;
import dev.narrowgauge.domain.job.Transition.Reason;
import dev.narrowgauge.domain.job.Transition.Ring;
import dev.narrowgauge.domain.job.Transition.To;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The life of a job as a pure function of its state, an event and the time. Stores persist what it returns and nothing
 * else changes a job.
 *
 * <p>Another attempt follows a crash of the engine once, want of a resource three times with growing pauses, and a lost
 * lease five times; a user's error is final at once.
 */
public final class JobMachine {
    static final int CRASH_RETRIES = 1;
    static final int RESOURCE_RETRIES = 3;
    static final int LOST_LEASE_RETRIES = 5;
    static final Duration FIRST_BACKOFF = Duration.ofSeconds(2);

    private JobMachine() {}

    public static Transition apply(Job job, JobEvent event, Instant now) {
        if (job.state().terminal()) {
            return new Ignored(Reason.ENDED);
        }
        return switch (event) {
            case JobEvent.Claim claim -> claim(job, claim, now);
            case JobEvent.Heartbeat beat -> heartbeat(job, beat, now);
            case JobEvent.Succeed succeed ->
                speaksForRunning(job, succeed.attempt())
                        ? new To(ended(job, JobState.SUCCEEDED, Optional.empty()))
                        : new Ignored(Reason.STALE_ATTEMPT);
            case JobEvent.Fail fail ->
                speaksForRunning(job, fail.attempt()) ? fail(job, fail, now) : new Ignored(Reason.STALE_ATTEMPT);
            case JobEvent.Release release ->
                speaksForRunning(job, release.attempt())
                        ? new Ring(again(job, job.failures()), now)
                        : new Ignored(Reason.STALE_ATTEMPT);
            case JobEvent.Tick _ -> tick(job, now);
            case JobEvent.Cancel _ -> new To(ended(job, JobState.CANCELLED, Optional.empty()));
        };
    }

    private static Transition claim(Job job, JobEvent.Claim claim, Instant now) {
        if (claim.attempt() != job.attempt()) {
            return new Ignored(Reason.STALE_ATTEMPT);
        }
        if (job.state() != JobState.QUEUED) {
            return new Ignored(Reason.NOT_OWNER);
        }
        return new To(leased(job, claim.owner(), now.plus(claim.lease())));
    }

    private static Transition heartbeat(Job job, JobEvent.Heartbeat beat, Instant now) {
        if (!speaksForRunning(job, beat.attempt())) {
            return new Ignored(Reason.STALE_ATTEMPT);
        }
        if (!job.lease().orElseThrow().owner().equals(beat.owner())) {
            return new Ignored(Reason.NOT_OWNER);
        }
        return new To(leased(job, beat.owner(), now.plus(beat.lease())));
    }

    private static Transition fail(Job job, JobEvent.Fail fail, Instant now) {
        Failures failures = job.failures();
        if (fail.code().kind() == ErrorKind.INTERNAL && failures.crashes() < CRASH_RETRIES) {
            return new Ring(
                    again(job, new Failures(failures.crashes() + 1, failures.resources(), failures.lostLeases())), now);
        }
        if (fail.code().kind() == ErrorKind.RESOURCE && failures.resources() < RESOURCE_RETRIES) {
            Duration pause = FIRST_BACKOFF.multipliedBy(1L << (2 * failures.resources()));
            return new Ring(
                    again(job, new Failures(failures.crashes(), failures.resources() + 1, failures.lostLeases())),
                    now.plus(pause));
        }
        return new To(ended(job, JobState.FAILED, Optional.of(new JobError(fail.code(), fail.message()))));
    }

    private static Transition tick(Job job, Instant now) {
        if (job.state() != JobState.RUNNING
                || now.isBefore(job.lease().orElseThrow().until())) {
            return new Ignored(Reason.NOTHING_DUE);
        }
        Failures failures = job.failures();
        if (failures.lostLeases() < LOST_LEASE_RETRIES) {
            return new Ring(
                    again(job, new Failures(failures.crashes(), failures.resources(), failures.lostLeases() + 1)), now);
        }
        JobError error = new JobError(
                ErrorCode.LEASE_LOST,
                "%d workers in a row were lost while they worked on this job".formatted(failures.lostLeases() + 1));
        return new To(ended(job, JobState.FAILED, Optional.of(error)));
    }

    private static boolean speaksForRunning(Job job, int attempt) {
        return job.state() == JobState.RUNNING && job.attempt() == attempt;
    }

    private static Job leased(Job job, String owner, Instant until) {
        return with(
                job,
                JobState.RUNNING,
                job.attempt(),
                job.failures(),
                Optional.of(new Lease(owner, until)),
                Optional.empty());
    }

    private static Job again(Job job, Failures failures) {
        return with(job, JobState.QUEUED, job.attempt() + 1, failures, Optional.empty(), Optional.empty());
    }

    private static Job ended(Job job, JobState state, Optional<JobError> error) {
        return with(job, state, job.attempt(), job.failures(), Optional.empty(), error);
    }

    private static Job with(
            Job job, JobState state, int attempt, Failures failures, Optional<Lease> lease, Optional<JobError> error) {
        return new Job(
                job.id(),
                job.runId(),
                job.kind(),
                job.subject(),
                job.deviceClass(),
                state,
                attempt,
                failures,
                lease,
                error);
    }
}

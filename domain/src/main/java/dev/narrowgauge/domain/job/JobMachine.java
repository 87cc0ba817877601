package dev.narrowgauge.domain.job;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.job.Job.Failures;
import dev.narrowgauge.domain.job.Job.JobError;
import dev.narrowgauge.domain.job.Job.Lease;
import dev.narrowgauge.domain.job.Transition.HandBack;
import dev.narrowgauge.domain.job.Transition.Ignored;
import dev.narrowgauge.domain.job.Transition.Reason;
import dev.narrowgauge.domain.job.Transition.Requeue;
import dev.narrowgauge.domain.job.Transition.To;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The life of a job as a pure function of its state, an event and the time. Stores persist what it returns and nothing
 * else changes a job.
 *
 * <p>Another attempt follows a crash of the engine once, want of a resource three times with growing pauses, and a lost
 * lease five times; a user's error is final at once, and so is a wait that was given up. A fault of the machine is not the
 * job's: it is tried twenty times, which takes hours, so that one broken machine never ends it and a job that breaks every
 * machine does end.
 *
 * <p>A worker that is too old for the job, and was told of it all the same, says nothing of it: the job waits a minute for
 * another, as often as it takes.
 */
public final class JobMachine {
    static final int CRASH_RETRIES = 1;
    static final int RESOURCE_RETRIES = 3;
    static final int LOST_LEASE_RETRIES = 5;
    static final int INFRASTRUCTURE_RETRIES = 20;
    static final Duration FIRST_BACKOFF = Duration.ofSeconds(2);
    static final Duration LONGEST_BACKOFF = Duration.ofMinutes(10);
    static final Duration NEWER_WORKER = Duration.ofMinutes(1);
    private static final int MOST_DOUBLINGS = 20;

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
                        ? new Requeue(again(job, job.failures()), now)
                        : new Ignored(Reason.STALE_ATTEMPT);
            case JobEvent.Tick _ -> tick(job, now);
            case JobEvent.Cancel _ -> new To(ended(job, JobState.CANCELLED, Optional.empty()));
            case JobEvent.GiveUp giveUp ->
                job.state() == JobState.QUEUED
                        ? new To(
                                ended(job, JobState.FAILED, Optional.of(new JobError(giveUp.code(), giveUp.message()))))
                        : new Ignored(Reason.NOTHING_DUE);
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
        if (fail.code() == ErrorCode.DOCUMENT_TOO_NEW) {
            return new HandBack(again(job, job.failures()), now.plus(NEWER_WORKER));
        }
        Failures failures = job.failures();
        return switch (fail.code().kind()) {
            case USER -> failed(job, fail);
            case INTERNAL ->
                failures.crashes() < CRASH_RETRIES
                        ? new Requeue(again(job, failures.withCrash()), now)
                        : failed(job, fail);
            case RESOURCE ->
                failures.resources() < RESOURCE_RETRIES
                        ? new Requeue(again(job, failures.withResource()), now.plus(backoff(failures.resources())))
                        : failed(job, fail);
            case INFRASTRUCTURE ->
                failures.infrastructure() < INFRASTRUCTURE_RETRIES
                        ? new Requeue(
                                again(job, failures.withInfrastructure()), now.plus(backoff(failures.infrastructure())))
                        : failed(job, fail);
        };
    }

    private static Transition failed(Job job, JobEvent.Fail fail) {
        return new To(ended(job, JobState.FAILED, Optional.of(new JobError(fail.code(), fail.message()))));
    }

    /** Four times as long after every failure of the kind. */
    private static Duration backoff(int failures) {
        int doublings = Math.min(2 * failures, MOST_DOUBLINGS);
        Duration pause = FIRST_BACKOFF.multipliedBy(1L << doublings);
        return pause.compareTo(LONGEST_BACKOFF) < 0 ? pause : LONGEST_BACKOFF;
    }

    private static Transition tick(Job job, Instant now) {
        if (job.state() != JobState.RUNNING
                || now.isBefore(job.lease().orElseThrow().until())) {
            return new Ignored(Reason.NOTHING_DUE);
        }
        Failures failures = job.failures();
        if (failures.lostLeases() < LOST_LEASE_RETRIES) {
            return new Requeue(again(job, failures.withLostLease()), now);
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
                job.documents(),
                state,
                attempt,
                failures,
                lease,
                error,
                job.trace());
    }
}

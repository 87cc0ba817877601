package dev.narrowgauge.domain.job;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.error.ErrorCode;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One unit of asynchronous work of a run.
 *
 * @param subject which variant: index of the recipe in the run for a quantize job, the variant's id for a benchmark job
 * @param deviceClass what a node must offer to take it; empty for quantize jobs
 * @param documents versions of what it is about, which whoever takes it must know
 * @param attempt number of the current attempt, from 1; every write of a worker carries it as fencing token
 * @param failures how earlier attempts ended
 * @param lease present exactly while RUNNING
 * @param error present exactly when FAILED
 * @param trace of its run
 */
public record Job(
        UUID id,
        UUID runId,
        JobKind kind,
        String subject,
        Optional<String> deviceClass,
        DocumentVersions documents,
        JobState state,
        int attempt,
        Failures failures,
        Optional<Lease> lease,
        Optional<JobError> error,
        JobTrace trace) {
    public Job {
        requireNonNull(id, "id is null");
        requireNonNull(runId, "runId is null");
        requireNonNull(kind, "kind is null");
        requireNonNull(subject, "subject is null");
        requireNonNull(deviceClass, "deviceClass is null");
        requireNonNull(documents, "documents is null");
        requireNonNull(state, "state is null");
        requireNonNull(failures, "failures is null");
        requireNonNull(trace, "trace is null");
        if (attempt < 1) {
            throw new IllegalArgumentException("attempt is not positive: " + attempt);
        }
        if (lease.isPresent() != (state == JobState.RUNNING)) {
            throw new IllegalArgumentException("a lease belongs to a running job, and only to that");
        }
        if (error.isPresent() != (state == JobState.FAILED)) {
            throw new IllegalArgumentException("an error belongs to a failed job, and only to that");
        }
    }

    public static Job quantize(UUID id, UUID runId, int recipeIndex, DocumentVersions documents) {
        return queued(id, runId, JobKind.QUANTIZE, Integer.toString(recipeIndex), Optional.empty(), documents);
    }

    /** @param documents of the job that made the variant: the policy says what is to be measured */
    public static Job benchmark(UUID id, UUID runId, UUID variantId, String deviceClass, DocumentVersions documents) {
        return queued(id, runId, JobKind.BENCHMARK, variantId.toString(), Optional.of(deviceClass), documents);
    }

    private static Job queued(
            UUID id,
            UUID runId,
            JobKind kind,
            String subject,
            Optional<String> deviceClass,
            DocumentVersions documents) {
        return new Job(
                id,
                runId,
                kind,
                subject,
                deviceClass,
                documents,
                JobState.QUEUED,
                1,
                Failures.NONE,
                Optional.empty(),
                Optional.empty(),
                JobTrace.NONE);
    }

    /** Who works on the current attempt, and until when that holds without a heartbeat. */
    public record Lease(String owner, Instant until) {}

    /** @param message kept without NUL characters, which no database text holds */
    public record JobError(ErrorCode code, String message) {
        public JobError {
            requireNonNull(code, "code is null");
            message = message.replace('\0', '\uFFFD');
        }
    }

    /**
     * How often earlier attempts ended by a crash of the engine, by want of a resource, by the loss of their lease, and by a
     * fault of the machine that they were on.
     */
    public record Failures(int crashes, int resources, int lostLeases, int infrastructure) {
        public static final Failures NONE = new Failures(0, 0, 0, 0);

        Failures withCrash() {
            return new Failures(crashes + 1, resources, lostLeases, infrastructure);
        }

        Failures withResource() {
            return new Failures(crashes, resources + 1, lostLeases, infrastructure);
        }

        Failures withLostLease() {
            return new Failures(crashes, resources, lostLeases + 1, infrastructure);
        }

        Failures withInfrastructure() {
            return new Failures(crashes, resources, lostLeases, infrastructure + 1);
        }
    }
}

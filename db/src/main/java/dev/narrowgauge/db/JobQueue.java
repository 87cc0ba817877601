package dev.narrowgauge.db;

import dev.narrowgauge.domain.job.DocumentVersions;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.job.JobEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/** Jobs that wait: which one is next, and the claims of those that are. */
final class JobQueue {
    /** Of a claim: others claim at the same time. */
    private static final int CANDIDATES = 5;

    static final String NEXT_OF_CLASS =
            next("kind = 'BENCHMARK' AND %s = :deviceClass".formatted(JobRows.deviceClass("job")), """
            recipe_version <= :recipe AND policy_version <= :policy AND dispatched_at <= clock_timestamp()
            """);

    /** By the values of that job's columns and not by a join, so that the index of the queue gives the order. */
    static final String NEXT_LIKE = next("""
            kind = (SELECT kind FROM job WHERE id = :id)
                AND %s = (SELECT coalesce(device_class, '') FROM job WHERE id = :id)
            """.formatted(JobRows.deviceClass("job")), """
            (recipe_version, policy_version) = (SELECT recipe_version, policy_version FROM job WHERE id = :id)
                AND (dispatched_at <= clock_timestamp() OR id = :id AND attempt = :attempt)
            """);

    private final Scopes scopes;

    JobQueue(Scopes scopes) {
        this.scopes = scopes;
    }

    /**
     * The first few jobs of a queue: of the project whose last turn was over longest ago; among projects that have had none,
     * of the one whose first job was queued earliest. The queue's index is read once for each project that has jobs there,
     * up to its first few jobs that are ready; how many more wait behind them does not matter.
     *
     * @param queue a condition on kind and device class, each by one value
     * @param ready a condition on jobs that may be taken
     */
    private static String next(String queue, String ready) {
        return """
                WITH RECURSIVE waiting (project_id) AS (
                    (SELECT project_id FROM job WHERE state = 'QUEUED' AND %1$s ORDER BY project_id LIMIT 1)
                    UNION ALL
                    SELECT (
                        SELECT job.project_id FROM job
                        WHERE state = 'QUEUED' AND %1$s AND job.project_id > waiting.project_id
                        ORDER BY job.project_id LIMIT 1)
                    FROM waiting WHERE waiting.project_id IS NOT NULL
                ), turn AS (
                    SELECT waiting.project_id, coalesce(project_turn.served_at, '-infinity') AS served_at, front.queued_at
                    FROM waiting
                    CROSS JOIN LATERAL (
                        SELECT kind, %4$s AS device_class, queued_at FROM job
                        WHERE state = 'QUEUED' AND %1$s AND job.project_id = waiting.project_id AND %2$s
                        %3$s LIMIT 1) AS front
                    LEFT JOIN project_turn ON project_turn.project_id = waiting.project_id
                        AND project_turn.kind = front.kind AND project_turn.device_class = front.device_class
                )
                SELECT job.* FROM turn
                CROSS JOIN LATERAL (
                    SELECT * FROM job
                    WHERE state = 'QUEUED' AND %1$s AND job.project_id = turn.project_id AND %2$s
                    %3$s LIMIT :limit) AS job
                ORDER BY turn.served_at, turn.queued_at, turn.project_id, job.priority DESC,
                    greatest(job.queued_at, job.run_served_at), job.queued_at, job.id
                LIMIT :limit
                """.formatted(queue.strip(), ready.strip(), JobRows.IN_TURN, JobRows.deviceClass("job"));
    }

    /** {@link JobStore#claimFirst}. */
    Optional<Job> claimFirst(UUID jobId, int attempt, String owner, Duration lease) {
        return claimOneOf(
                () -> firstLike(jobId, attempt),
                first -> scopes.inTransaction(handle -> {
                    Optional<Job> claimed = claim(handle, first, owner, lease);
                    if (claimed.isPresent() && !first.id().equals(jobId)) {
                        tellAgain(handle, jobId, attempt);
                    }
                    return claimed;
                }));
    }

    /** {@link JobStore#claimNext}. */
    Optional<Job> claimNext(List<String> deviceClasses, DocumentVersions known, String owner, Duration lease) {
        return deviceClasses.stream()
                .flatMap(deviceClass -> claimOneOf(
                        () -> firstOfClass(deviceClass, known),
                        first -> scopes.inTransaction(handle -> claim(handle, first, owner, lease)))
                        .stream())
                .findFirst();
    }

    /** {@link JobStore#claimSibling}. */
    Optional<Job> claimSibling(UUID jobId, String owner, Duration lease) {
        return scopes.inTransaction(handle -> {
            JobRows.lockRunOf(handle, jobId);
            return handle.createQuery("""
                            SELECT sibling.* FROM job AS sibling, job AS known
                            WHERE known.id = :id
                                AND (sibling.run_id, sibling.kind) = (known.run_id, known.kind)
                                AND sibling.device_class IS NOT DISTINCT FROM known.device_class
                                AND (sibling.recipe_version, sibling.policy_version)
                                    = (known.recipe_version, known.policy_version)
                                AND sibling.state = 'QUEUED'
                                AND known.crashes + known.resources + sibling.crashes + sibling.resources = 0
                            ORDER BY sibling.created_at, sibling.id
                            LIMIT 1
                            """)
                    .bind("id", jobId)
                    .map(JobRows::map)
                    .findOne()
                    .flatMap(waiting -> claim(handle, waiting, owner, lease));
        });
    }

    private static Optional<Job> claim(Handle handle, Job waiting, String owner, Duration lease) {
        return JobTransitions.apply(handle, waiting.id(), new JobEvent.Claim(waiting.attempt(), owner, lease));
    }

    /** @param first looks for the first in the queue, at most a few */
    private static Optional<Job> claimOneOf(Supplier<List<Job>> first, Function<Job, Optional<Job>> claim) {
        List<Job> waiting = first.get();
        while (!waiting.isEmpty()) {
            for (Job job : waiting) {
                Optional<Job> claimed = claim.apply(job);
                if (claimed.isPresent()) {
                    return claimed;
                }
            }
            // Others were quicker with all of these.
            waiting = first.get();
        }
        return Optional.empty();
    }

    /** Waits for no lock: who holds the job changes it, and files the message that it needs then. */
    private static void tellAgain(Handle handle, UUID jobId, int attempt) {
        handle.createQuery("""
                        SELECT job.*, clock_timestamp() AS now FROM job
                        WHERE id = :id AND attempt = :attempt AND state = 'QUEUED'
                            AND NOT EXISTS (SELECT FROM outbox WHERE outbox.job_id = job.id)
                        FOR UPDATE SKIP LOCKED
                        """)
                .bind("id", jobId)
                .bind("attempt", attempt)
                .map(JobRows::locked)
                .findOne()
                .ifPresent(locked -> JobTransitions.dispatch(handle, locked.job(), locked.now()));
    }

    private List<Job> firstOfClass(String deviceClass, DocumentVersions known) {
        return scopes.withHandle(handle -> handle.createQuery(NEXT_OF_CLASS)
                .bind("deviceClass", deviceClass)
                .bind("recipe", known.recipe())
                .bind("policy", known.policy())
                .bind("limit", CANDIDATES)
                .map(JobRows::map)
                .list());
    }

    private List<Job> firstLike(UUID jobId, int attempt) {
        return scopes.withHandle(handle -> handle.createQuery(NEXT_LIKE)
                .bind("id", jobId)
                .bind("attempt", attempt)
                .bind("limit", CANDIDATES)
                .map(JobRows::map)
                .list());
    }

    /** {@link JobStore#waitingClasses}. */
    List<String> waitingClasses() {
        return scopes.withHandle(handle -> handle.createQuery("""
                        WITH RECURSIVE waiting (name) AS (
                            SELECT min(%1$s) FROM job WHERE state = 'QUEUED' AND kind = 'BENCHMARK'
                            UNION ALL
                            SELECT (
                                SELECT min(%1$s) FROM job
                                WHERE state = 'QUEUED' AND kind = 'BENCHMARK'
                                    AND %1$s > waiting.name)
                            FROM waiting WHERE waiting.name IS NOT NULL)
                        SELECT name FROM waiting WHERE name IS NOT NULL
                        """.formatted(JobRows.deviceClass("job")))
                .mapTo(String.class)
                .list());
    }
}

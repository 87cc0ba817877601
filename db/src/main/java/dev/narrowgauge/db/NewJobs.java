package dev.narrowgauge.db;

import dev.narrowgauge.domain.job.Job;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * Jobs that runs get. They, their dispatch messages and their events are written by one statement: each would be a round
 * trip of its own.
 *
 * @param jobs as {@link Job} makes new ones; those of a run are sorted by the times that they are given here
 * @param extension of their run that they are; 0 of what each run has
 */
record NewJobs(List<Job> jobs, int extension) {
    /**
     * Goes on after a common table expression {@code numbered}, which has of each run its id ({@code run_id}), its {@code
     * project_id}, its {@code priority} and its {@code trace_parent}, the time ({@code at}) and the number of its last event ({@code
     * sequence_before}).
     * Where a run has no row nothing is written of it.
     */
    static final String INSERTS = """
            , new_job AS (
                SELECT given.*, project_id, priority, trace_parent, at, sequence_before + place AS sequence,
                    at + (place - 1) * interval '1 microsecond' AS filed_at
                FROM numbered JOIN unnest(
                    CAST(:jobIds AS uuid[]), CAST(:jobRunIds AS uuid[]), CAST(:places AS bigint[]),
                    CAST(:kinds AS text[]), CAST(:subjects AS text[]), CAST(:deviceClasses AS text[]),
                    CAST(:recipeVersions AS bigint[]), CAST(:policyVersions AS bigint[]),
                    CAST(:topics AS text[]), CAST(:events AS text[]))
                    WITH ORDINALITY
                    AS given (
                        id, run_id, place, kind, subject, device_class, recipe_version, policy_version, topic, event, nth)
                    USING (run_id)
                ORDER BY nth
            ), job_row AS (
                INSERT INTO job
                    (id, project_id, run_id, kind, subject, device_class, extension, recipe_version, policy_version, priority,
                     trace_parent, state, attempt, created_at, queued_at, dispatched_at)
                SELECT id, project_id, run_id, kind, subject, nullif(device_class, ''), :extension, recipe_version, policy_version,
                    priority, trace_parent, 'QUEUED', 1, filed_at, filed_at, at
                FROM new_job
            ), outbox_row AS (
                INSERT INTO outbox (project_id, job_id, attempt, topic, not_before, created_at)
                SELECT project_id, id, 1, topic, at, at FROM new_job
            ), event_row AS (
                INSERT INTO job_event (project_id, run_id, sequence, at, type, job_id, data)
                SELECT project_id, run_id, sequence, at, :jobState, id, CAST(event AS jsonb) FROM new_job
            )
            """;

    NewJobs {
        jobs = List.copyOf(jobs);
    }

    NewJobs(List<Job> jobs) {
        this(jobs, 0);
    }

    /** Files them, all of a run that is there, and tells the listeners once the transaction commits. Locks the run's row. */
    void file(Handle handle, UUID runId) {
        bind(handle.createQuery("""
                        WITH numbered AS (
                            UPDATE run SET last_sequence = last_sequence + :count WHERE id = :runId
                            RETURNING
                                id AS run_id, project_id, priority, trace_parent, last_sequence - :count AS sequence_before,
                                clock_timestamp() AS at
                        )
                        """ + INSERTS + "SELECT at FROM numbered"))
                .bind("runId", runId)
                .bind("count", jobs.size())
                .map((row, _) -> Columns.instant(row, "at"))
                .one();
        EventStore.tell(handle, Channel.RUN_EVENT, runId.toString());
        EventStore.tell(handle, Channel.OUTBOX, "");
    }

    /** The parameters of {@link #INSERTS}. */
    <S extends SqlStatement<S>> S bind(S statement) {
        return statement
                .bind("jobState", EventStore.JOB_STATE)
                .bind("extension", extension)
                .bind("jobIds", jobs.stream().map(Job::id).toArray(UUID[]::new))
                .bind("jobRunIds", jobs.stream().map(Job::runId).toArray(UUID[]::new))
                .bind("places", places())
                .bind("kinds", texts(job -> job.kind().name()))
                .bind("subjects", texts(Job::subject))
                .bind("deviceClasses", texts(job -> job.deviceClass().orElse("")))
                .bind("recipeVersions", numbers(job -> job.documents().recipe()))
                .bind("policyVersions", numbers(job -> job.documents().policy()))
                .bind("topics", texts(TaskTopic::of))
                .bind("events", texts(job -> EventStore.document(Optional.of(job.id()), JobTransitions.event(job))));
    }

    /** Of each among those of its run, from 1. */
    private long[] places() {
        Map<UUID, Long> counts = new HashMap<>();
        return jobs.stream()
                .mapToLong(job -> counts.merge(job.runId(), 1L, Long::sum))
                .toArray();
    }

    private long[] numbers(ToLongFunction<Job> number) {
        return jobs.stream().mapToLong(number).toArray();
    }

    private String[] texts(Function<Job, String> text) {
        return Columns.texts(jobs, text);
    }
}

package dev.narrowgauge.db;

import dev.narrowgauge.domain.run.RunEvent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/** The events of a run, numbered in the order of commit; without gaps until they are old ({@link RetentionStore#thinEvents}). */
public final class EventStore {
    static final String JOB_STATE = "job-state";
    static final String PROGRESS = "progress";
    static final String RUN_STATE = "run-state";

    private final Scopes scopes;

    public EventStore(Jdbi jdbi) {
        this.scopes = Scopes.of(jdbi);
    }

    /** The run's events with a greater sequence number, oldest first. */
    public List<RunEvent> after(UUID runId, long sequence, int limit) {
        return scopes.withHandle(handle -> handle.createQuery("""
                        SELECT run_id, sequence, at, type, job_id,
                            jsonb_build_object('at', to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
                                || data AS data
                        FROM job_event
                        WHERE run_id = :runId AND sequence > :sequence
                        ORDER BY sequence
                        LIMIT :limit
                        """)
                .bind("runId", runId)
                .bind("sequence", sequence)
                .bind("limit", limit)
                .map(EventStore::map)
                .list());
    }

    /** Numbers and writes the event, and tells the listeners once the transaction commits. Locks the run's row. */
    static void append(Handle handle, UUID runId, String type, Optional<UUID> jobId, Map<String, Object> data) {
        handle.createUpdate("""
                        WITH numbered AS (
                            UPDATE run SET last_sequence = last_sequence + 1 WHERE id = :runId
                            RETURNING project_id, last_sequence
                        )
                        INSERT INTO job_event (project_id, run_id, sequence, at, type, job_id, data)
                        SELECT project_id, :runId, last_sequence, clock_timestamp(), :type, CAST(:jobId AS uuid), CAST(:data AS jsonb)
                        FROM numbered
                        """)
                .bind("runId", runId)
                .bind("type", type)
                .bind("jobId", jobId)
                .bind("data", document(jobId, data))
                .execute();
        tell(handle, Channel.RUN_EVENT, runId.toString());
    }

    /** The data of an event as it is stored: it names the job, too, because it is all that a stream carries, with its time. */
    static String document(Optional<UUID> jobId, Map<String, Object> data) {
        Map<String, Object> told = new LinkedHashMap<>();
        jobId.ifPresent(id -> told.put("jobId", id));
        told.putAll(data);
        return Json.write(told);
    }

    static void tell(Handle handle, Channel channel, String payload) {
        handle.createQuery("SELECT pg_notify(:channel, :payload) IS NULL")
                .bind("channel", channel.sqlName())
                .bind("payload", payload)
                .mapTo(Boolean.class)
                .one();
    }

    private static RunEvent map(ResultSet row, StatementContext context) throws SQLException {
        return new RunEvent(
                Columns.uuid(row, "run_id"),
                row.getLong("sequence"),
                Columns.instant(row, "at"),
                row.getString("type"),
                Optional.ofNullable(Columns.uuid(row, "job_id")),
                row.getString("data"));
    }
}

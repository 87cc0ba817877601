package dev.narrowgauge.db;

import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.trace.TraceParent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/** Dispatch messages that are still to be sent, written in the transaction that makes them due. */
public final class OutboxStore {
    /**
     * One record to send to Kafka.
     *
     * @param trace as of its job
     */
    public record Entry(long id, UUID jobId, int attempt, String topic, Optional<TraceParent> trace) {}

    private static final Duration REFUSED_WAIT = Duration.ofMinutes(1);

    private final Scopes scopes;

    public OutboxStore(Jdbi jdbi) {
        this.scopes = Scopes.of(jdbi);
    }

    /**
     * Gives the oldest due entries to {@code send} and deletes them once it returns; when it throws they stay. Those that it
     * returns could not be sent, though others could: they wait a while behind those. Several relays may run at once.
     *
     * @return how many were due, {@code limit} at most
     */
    public int forward(int limit, UnaryOperator<List<Entry>> send) {
        return scopes.inTransaction(handle -> {
            List<Entry> due = handle.createQuery("""
                            SELECT id, job_id, attempt, topic,
                                (SELECT trace_parent FROM job WHERE job.id = outbox.job_id) AS trace_parent
                            FROM outbox
                            WHERE not_before <= clock_timestamp()
                            ORDER BY not_before, id
                            LIMIT :limit
                            FOR UPDATE SKIP LOCKED
                            """)
                    .bind("limit", limit)
                    .map(OutboxStore::map)
                    .list();
            if (due.isEmpty()) {
                return 0;
            }
            List<Entry> refused = send.apply(due);
            List<Entry> sent =
                    due.stream().filter(entry -> !refused.contains(entry)).toList();
            handle.createUpdate("DELETE FROM outbox WHERE id = ANY(:ids)")
                    .bind("ids", ids(sent))
                    .execute();
            if (!refused.isEmpty()) {
                postpone(handle, refused);
            }
            return due.size();
        });
    }

    /**
     * Deletes entries of jobs that were taken or have ended meanwhile, which wait for brokers all the same: those that are older than
     * that, by when each job that still waits was dispatched again where it had to be.
     *
     * @return how many were deleted
     */
    public int dropStale(Duration olderThan) {
        return scopes.withHandle(handle -> handle.createUpdate("""
                        DELETE FROM outbox WHERE id IN (
                            SELECT outbox.id FROM outbox JOIN job ON job.id = outbox.job_id
                            WHERE outbox.created_at < now() - make_interval(secs => :older)
                                AND (job.state <> 'QUEUED' OR job.attempt <> outbox.attempt)
                            FOR UPDATE OF outbox SKIP LOCKED)
                        """)
                .bind("older", olderThan.toMillis() / 1000.0)
                .execute());
    }

    private static void postpone(Handle handle, List<Entry> refused) {
        handle.createUpdate("""
                        UPDATE outbox SET
                            not_before = clock_timestamp() + make_interval(secs => :seconds),
                            refused_at = clock_timestamp()
                        WHERE id = ANY(:ids)
                        """)
                .bind("seconds", (double) REFUSED_WAIT.toSeconds())
                .bind("ids", ids(refused))
                .execute();
    }

    private static long[] ids(List<Entry> entries) {
        return entries.stream().mapToLong(Entry::id).toArray();
    }

    static void add(Handle handle, Job job, Instant notBefore) {
        handle.createUpdate("""
                        INSERT INTO outbox (project_id, job_id, attempt, topic, not_before, created_at)
                        SELECT project_id, id, :attempt, :topic, CAST(:notBefore AS timestamptz), clock_timestamp()
                        FROM job WHERE id = :jobId
                        """)
                .bind("jobId", job.id())
                .bind("attempt", job.attempt())
                .bind("topic", TaskTopic.of(job))
                .bind("notBefore", notBefore)
                .execute();
        EventStore.tell(handle, Channel.OUTBOX, "");
    }

    private static Entry map(ResultSet row, StatementContext context) throws SQLException {
        return new Entry(
                row.getLong("id"),
                Columns.uuid(row, "job_id"),
                row.getInt("attempt"),
                row.getString("topic"),
                TraceParent.read(row.getString("trace_parent")));
    }
}

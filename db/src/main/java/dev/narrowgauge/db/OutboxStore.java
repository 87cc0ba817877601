package dev.narrowgauge.db;

import dev.narrowgauge.domain.job.Job;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/** Bells that are still to be rung, written in the transaction that makes them due. */
public final class OutboxStore {
    /** One record to send to Kafka. */
    public record Entry(long id, UUID jobId, int attempt, String topic) {}

    private final Jdbi jdbi;

    public OutboxStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * Gives the oldest due entries to {@code send} and deletes them once it returns; when it throws they stay. Several
     * relays may run at once. Returns how many were sent.
     */
    public int forward(int limit, Consumer<List<Entry>> send) {
        return jdbi.inTransaction(handle -> {
            List<Entry> due = handle.createQuery("""
                            SELECT id, job_id, attempt, topic FROM outbox
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
            send.accept(due);
            handle.createUpdate("DELETE FROM outbox WHERE id = ANY(:ids)")
                    .bind("ids", due.stream().mapToLong(Entry::id).toArray())
                    .execute();
            return due.size();
        });
    }

    static void ring(Handle handle, Job job, Instant notBefore) {
        handle.createUpdate("""
                        INSERT INTO outbox (job_id, attempt, topic, not_before, created_at)
                        VALUES (:jobId, :attempt, :topic, :notBefore, clock_timestamp())
                        """)
                .bind("jobId", job.id())
                .bind("attempt", job.attempt())
                .bind("topic", TaskTopic.of(job))
                .bind("notBefore", notBefore)
                .execute();
        EventStore.tell(handle, Channel.OUTBOX, "");
    }

    private static Entry map(ResultSet row, StatementContext context) throws SQLException {
        return new Entry(row.getLong("id"), Columns.uuid(row, "job_id"), row.getInt("attempt"), row.getString("topic"));
    }
}

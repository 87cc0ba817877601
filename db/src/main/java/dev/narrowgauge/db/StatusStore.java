package dev.narrowgauge.db;

import dev.narrowgauge.domain.job.JobKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/** What somebody asks who wants to know whether a deployment gets on with its work. */
public final class StatusStore {
    /** Each part by an index that has open jobs alone, as those that have ended are a thousand times as many. */
    static final String QUEUES = """
            SELECT kind, device_class,
                CAST(sum(queued) AS bigint) AS queued, CAST(sum(running) AS bigint) AS running, min(oldest) AS oldest,
                CAST(extract(epoch FROM clock_timestamp() - min(oldest)) * 1000 AS bigint) AS age_millis
            FROM (
                SELECT kind, device_class, count(*) AS queued, 0 AS running, min(queued_at) AS oldest
                FROM job WHERE state = 'QUEUED' GROUP BY kind, device_class
                UNION ALL
                SELECT kind, device_class, 0, count(*), NULL
                FROM job WHERE state = 'RUNNING' GROUP BY kind, device_class) AS part
            GROUP BY kind, device_class
            ORDER BY kind DESC, device_class
            """;

    private final Jdbi jdbi;

    public StatusStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * The open jobs of a kind and device class.
     *
     * @param oldest of those that wait; empty where none does
     */
    public record Queue(
            JobKind kind, Optional<String> deviceClass, long queued, long running, Optional<Oldest> oldest) {}

    /** @param age by the database's clock */
    public record Oldest(Instant queuedAt, Duration age) {}

    /** Those that have open jobs, in the order in which a run passes through them. */
    public List<Queue> queues() {
        return jdbi.withHandle(
                handle -> handle.createQuery(QUEUES).map(StatusStore::map).list());
    }

    /** Version of the database's schema. */
    public String schemaVersion() {
        return jdbi.withHandle(
                handle -> handle.createQuery("""
                        SELECT version FROM flyway_schema_history
                        WHERE success AND version IS NOT NULL
                        ORDER BY installed_rank DESC
                        LIMIT 1
                        """).mapTo(String.class).one());
    }

    private static Queue map(ResultSet row, StatementContext context) throws SQLException {
        Duration age = Duration.ofMillis(row.getLong("age_millis"));
        return new Queue(
                JobKind.valueOf(row.getString("kind")),
                Optional.ofNullable(row.getString("device_class")),
                row.getLong("queued"),
                row.getLong("running"),
                Columns.optionalInstant(row, "oldest").map(since -> new Oldest(since, age)));
    }
}

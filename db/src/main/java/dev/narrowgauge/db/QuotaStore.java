package dev.narrowgauge.db;

import static java.util.Objects.requireNonNull;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/** What projects may have, and what they have. */
public final class QuotaStore {
    private static final String USE = """
            WITH open_run AS (
                SELECT project_id, count(*) AS open_now, count(*) FILTER (WHERE NOT EXISTS (
                    SELECT FROM job WHERE job.run_id = run.id AND job.started_at IS NOT NULL)) AS queued_now
                FROM run WHERE state = 'RUNNING' AND project_id = ANY (CAST(:projects AS uuid[])) GROUP BY project_id
            ), minutes AS (
                SELECT project_id, CAST(ceil(seconds / 60) AS bigint) AS minutes_now FROM device_use
                WHERE day = CAST(clock_timestamp() AT TIME ZONE 'UTC' AS date)
            )
            SELECT project_id, coalesce(weight, 1) AS weight, queued_runs, open_runs, stored_bytes, device_minutes,
                coalesce(queued_now, 0) AS queued_now, coalesce(open_now, 0) AS open_now, coalesce(bytes, 0) AS bytes_now,
                coalesce(minutes_now, 0) AS minutes_now
            FROM quota FULL JOIN stored_use USING (project_id) FULL JOIN open_run USING (project_id)
                FULL JOIN minutes USING (project_id)
            WHERE project_id = ANY (CAST(:projects AS uuid[]))
            ORDER BY project_id
            """;

    private final Scopes scopes;

    public QuotaStore(Jdbi jdbi) {
        this.scopes = Scopes.ofServices(requireNonNull(jdbi, "jdbi is null"));
    }

    /** What a project has now of what its quota is about. */
    public record Use(Quota quota, long queuedRuns, long openRuns, long storedBytes, long deviceMinutes) {}

    /** In the place of the one that the project had, in force at once. */
    public void set(Quota quota) {
        scopes.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO quota (project_id, weight, queued_runs, open_runs, stored_bytes, device_minutes)
                        VALUES (:project, :weight, :queuedRuns, :openRuns, :storedBytes, :deviceMinutes)
                        ON CONFLICT (project_id) DO UPDATE SET
                            weight = excluded.weight, queued_runs = excluded.queued_runs, open_runs = excluded.open_runs,
                            stored_bytes = excluded.stored_bytes, device_minutes = excluded.device_minutes
                        """)
                .bind("project", quota.project())
                .bind("weight", quota.weight())
                .bind("queuedRuns", boxed(quota.queuedRuns()))
                .bind("openRuns", boxed(quota.openRuns()))
                .bind("storedBytes", boxed(quota.storedBytes()))
                .bind("deviceMinutes", boxed(quota.deviceMinutes()))
                .execute());
    }

    /**
     * Of each of the projects that has a quota, or anything that one is about. No runs of others are counted: there may be many,
     * and whoever asks may see none of them.
     */
    public List<Use> of(Collection<UUID> projects) {
        return scopes.withHandle(handle -> handle.createQuery(USE)
                .bind("projects", projects.toArray(UUID[]::new))
                .map(QuotaStore::map)
                .list());
    }

    /**
     * Fails with {@link dev.narrowgauge.domain.error.ErrorCode#QUOTA_REACHED} where the project may not store so many bytes
     * more. What others store at the same time may go beyond the limit by as much.
     */
    public void requireRoom(UUID project, long bytes) {
        boolean full = scopes.withHandle(handle -> handle.createQuery("""
                        SELECT EXISTS (
                            SELECT FROM quota LEFT JOIN stored_use USING (project_id)
                            WHERE project_id = :project AND coalesce(bytes, 0) + :more > stored_bytes)
                        """)
                .bind("project", project)
                .bind("more", bytes)
                .mapTo(Boolean.class)
                .one());
        if (full) {
            throw QuotaLimit.STORED_BYTES.refusal();
        }
    }

    private static Long boxed(OptionalLong limit) {
        return limit.isPresent() ? limit.getAsLong() : null;
    }

    private static Use map(ResultSet row, StatementContext context) throws SQLException {
        Quota quota = new Quota(
                Columns.uuid(row, "project_id"),
                row.getInt("weight"),
                limit(row, "queued_runs"),
                limit(row, "open_runs"),
                limit(row, "stored_bytes"),
                limit(row, "device_minutes"));
        return new Use(
                quota,
                row.getLong("queued_now"),
                row.getLong("open_now"),
                row.getLong("bytes_now"),
                row.getLong("minutes_now"));
    }

    private static OptionalLong limit(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
    }
}

package dev.narrowgauge.db;

import static java.util.Objects.requireNonNull;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/** How long projects keep what they have, and what is older. */
public final class RetentionStore {
    private final Scopes scopes;

    public RetentionStore(Jdbi jdbi) {
        this.scopes = Scopes.ofServices(requireNonNull(jdbi, "jdbi is null"));
    }

    /** In the place of what the project had. */
    public void set(Retention retention) {
        scopes.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO retention (project_id, run_days, upload_days)
                        VALUES (:project, :runDays, :uploadDays)
                        ON CONFLICT (project_id) DO UPDATE SET
                            run_days = excluded.run_days, upload_days = excluded.upload_days
                        """)
                .bind("project", retention.project())
                .bind("runDays", boxed(retention.runDays()))
                .bind("uploadDays", boxed(retention.uploadDays()))
                .execute());
    }

    /** Of each project for which it was said. */
    public List<Retention> list() {
        return scopes.withHandle(handle -> handle.createQuery("SELECT * FROM retention ORDER BY project_id")
                .map(RetentionStore::map)
                .list());
    }

    /**
     * Runs of the project that ended longer ago than that, the oldest first; some of many. One of which a history is about to get a
     * value stays until it has it, and one that a release refers to for as long as that does.
     */
    public List<UUID> oldRuns(UUID project, int days, int most) {
        return scopes.withHandle(handle -> handle.createQuery("""
                        SELECT id FROM run
                        WHERE project_id = :project AND ended_at < now() - make_interval(days => :days)
                            AND NOT EXISTS (
                                SELECT FROM measurement
                                JOIN history_pending ON history_pending.measurement_id = measurement.id
                                WHERE measurement.run_id = run.id AND history_pending.not_before <= clock_timestamp())
                            AND NOT EXISTS (
                                SELECT FROM release WHERE release.run_id = run.id AND release.keeps_run)
                        ORDER BY ended_at, id
                        LIMIT :most
                        """)
                .bind("project", project)
                .bind("days", days)
                .bind("most", most)
                .mapTo(UUID.class)
                .list());
    }

    /**
     * Of runs that ended longer ago than that deletes events that only say how far a stage of a job is; the first of each stage
     * stays, for the timeline. What follows such a run sees gaps in the numbers.
     *
     * @return of how many runs, of which it does not look at more
     */
    public int thinEvents(Duration endedBefore, int mostRuns) {
        return scopes.inTransaction(
                handle -> handle.createQuery("SELECT thin_events(make_interval(secs => :older), :most)")
                        .bind("older", endedBefore.toMillis() / 1000.0)
                        .bind("most", mostRuns)
                        .mapTo(Integer.class)
                        .one());
    }

    /** Deletes idempotency keys that are good no more. Returns how many. */
    public int forgetKeys() {
        return scopes.withHandle(
                handle -> handle.execute("DELETE FROM idempotency WHERE created_at < now() - interval '7 days'"));
    }

    private static Integer boxed(OptionalInt days) {
        return days.isPresent() ? days.getAsInt() : null;
    }

    private static Retention map(ResultSet row, StatementContext context) throws SQLException {
        return new Retention(Columns.uuid(row, "project_id"), days(row, "run_days"), days(row, "upload_days"));
    }

    private static OptionalInt days(ResultSet row, String column) throws SQLException {
        int value = row.getInt(column);
        return row.wasNull() ? OptionalInt.empty() : OptionalInt.of(value);
    }
}

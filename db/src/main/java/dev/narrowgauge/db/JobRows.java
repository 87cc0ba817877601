package dev.narrowgauge.db;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.job.Job.Failures;
import dev.narrowgauge.domain.job.Job.JobError;
import dev.narrowgauge.domain.job.Job.Lease;
import dev.narrowgauge.domain.job.JobKind;
import dev.narrowgauge.domain.job.JobState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.StatementContext;

/** Rows of the job table, one at a time, inside the caller's transaction. */
final class JobRows {
    /** A job whose row is locked, and the database's time. */
    record Locked(Job job, Instant now) {}

    private JobRows() {}

    /**
     * Locks the row of the job's run. Who changes a job locks its run first: that orders the run's events, and with one
     * order for all, two transactions never wait for each other.
     */
    static void lockRunOf(Handle handle, UUID jobId) {
        handle.createQuery("SELECT id FROM run WHERE id = (SELECT run_id FROM job WHERE id = :jobId) FOR UPDATE")
                .bind("jobId", jobId)
                .mapTo(UUID.class)
                .findOne();
    }

    static Optional<Locked> lock(Handle handle, UUID jobId) {
        return handle.createQuery("SELECT job.*, clock_timestamp() AS now FROM job WHERE id = :id FOR UPDATE")
                .bind("id", jobId)
                .map((row, context) -> new Locked(map(row, context), Columns.instant(row, "now")))
                .findOne();
    }

    static void insert(Handle handle, Job job) {
        bind(handle.createUpdate("""
                                INSERT INTO job
                                    (id, run_id, kind, subject, device_class, state, attempt, crashes, resources,
                                     lost_leases, infrastructure, created_at, rung_at)
                                VALUES
                                    (:id, :runId, :kind, :subject, :deviceClass, :state, :attempt, :crashes, :resources,
                                     :lostLeases, :infrastructure, clock_timestamp(), clock_timestamp())
                                """), job)
                .bind("runId", job.runId())
                .bind("kind", job.kind().name())
                .bind("subject", job.subject())
                .bind("deviceClass", job.deviceClass())
                .execute();
    }

    static void update(Handle handle, Job job, Instant now) {
        bind(handle.createUpdate("""
                                UPDATE job SET
                                    state = :state, attempt = :attempt,
                                    crashes = :crashes, resources = :resources, lost_leases = :lostLeases,
                                    infrastructure = :infrastructure,
                                    lease_owner = :owner, lease_until = :until,
                                    error_code = :errorCode, error_message = :errorMessage,
                                    started_at = CASE WHEN state = 'QUEUED' AND :state = 'RUNNING'
                                                      THEN CAST(:now AS timestamptz) ELSE started_at END,
                                    ended_at = CASE WHEN :terminal THEN CAST(:now AS timestamptz) END
                                WHERE id = :id
                                """), job)
                .bind("owner", job.lease().map(Lease::owner))
                .bind("until", job.lease().map(Lease::until))
                .bind("errorCode", job.error().map(JobError::code).map(ErrorCode::name))
                .bind("errorMessage", job.error().map(JobError::message))
                .bind("terminal", job.state().terminal())
                .bind("now", now)
                .execute();
    }

    static void rung(Handle handle, UUID jobId, Instant at) {
        handle.createUpdate("UPDATE job SET rung_at = :at WHERE id = :id")
                .bind("at", at)
                .bind("id", jobId)
                .execute();
    }

    static Job map(ResultSet row, StatementContext context) throws SQLException {
        Optional<Instant> until = Columns.optionalInstant(row, "lease_until");
        String owner = row.getString("lease_owner");
        String errorMessage = row.getString("error_message");
        Optional<ErrorCode> errorCode =
                Optional.ofNullable(row.getString("error_code")).map(ErrorCode::valueOf);
        return new Job(
                Columns.uuid(row, "id"),
                Columns.uuid(row, "run_id"),
                JobKind.valueOf(row.getString("kind")),
                row.getString("subject"),
                Optional.ofNullable(row.getString("device_class")),
                JobState.valueOf(row.getString("state")),
                row.getInt("attempt"),
                new Failures(
                        row.getInt("crashes"),
                        row.getInt("resources"),
                        row.getInt("lost_leases"),
                        row.getInt("infrastructure")),
                until.map(time -> new Lease(owner, time)),
                errorCode.map(code -> new JobError(code, errorMessage)));
    }

    private static <S extends SqlStatement<S>> S bind(S statement, Job job) {
        return statement
                .bind("id", job.id())
                .bind("state", job.state().name())
                .bind("attempt", job.attempt())
                .bind("crashes", job.failures().crashes())
                .bind("resources", job.failures().resources())
                .bind("lostLeases", job.failures().lostLeases())
                .bind("infrastructure", job.failures().infrastructure());
    }
}

package dev.narrowgauge.db;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.job.DocumentVersions;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.job.Job.Failures;
import dev.narrowgauge.domain.job.Job.JobError;
import dev.narrowgauge.domain.job.Job.Lease;
import dev.narrowgauge.domain.job.JobKind;
import dev.narrowgauge.domain.job.JobStanding;
import dev.narrowgauge.domain.job.JobState;
import dev.narrowgauge.domain.job.JobTrace;
import dev.narrowgauge.domain.trace.TraceParent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** Rows of the job table, one at a time, inside the caller's transaction. */
final class JobRows {
    /** A job whose row is locked, since when it waits or waited, and the database's time. */
    record Locked(Job job, Instant queuedAt, Instant now) {}

    /**
     * Of a project's jobs in a queue, the next one first: the most urgent, and of these a run goes to the end whenever one of its
     * jobs is taken.
     */
    static final String IN_TURN = "ORDER BY priority DESC, greatest(queued_at, run_served_at), queued_at, id";

    /** Of a job among those of its project in its queue; nothing unless it waits. */
    private static final String PLACE_OF_JOB = """
            CASE WHEN job.state = 'QUEUED' THEN (
                SELECT count(*) + 1 FROM job AS earlier
                WHERE earlier.state = 'QUEUED' AND earlier.kind = job.kind
                    AND %s = coalesce(job.device_class, '')
                    AND earlier.project_id = job.project_id
                    AND (earlier.priority > job.priority
                        OR earlier.priority = job.priority
                            AND (greatest(earlier.queued_at, earlier.run_served_at), earlier.queued_at, earlier.id)
                                < (greatest(job.queued_at, job.run_served_at), job.queued_at, job.id))) END AS place
            """;

    static final String PLACE = PLACE_OF_JOB.formatted(deviceClass("earlier"));

    /** Jobs as {@link #mapStanding} reads them. */
    static final String SELECT_STANDING = "SELECT job.*, " + PLACE + " FROM job ";

    private JobRows() {}

    /**
     * The device class of a row of the job table, empty where it has none, as the indexes of queues have it. Row security keeps
     * what might tell of hidden rows from the indexes, and {@code coalesce} counts as such, though it tells nothing.
     *
     * @param job the table or its alias
     */
    static String deviceClass(String job) {
        return "CASE WHEN %1$s.device_class IS NULL THEN '' ELSE %1$s.device_class END".formatted(job);
    }

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
                .map(JobRows::locked)
                .findOne();
    }

    /** Of columns of job and the time as {@code now}. */
    static Locked locked(ResultSet row, StatementContext context) throws SQLException {
        return new Locked(map(row, context), Columns.instant(row, "queued_at"), Columns.instant(row, "now"));
    }

    static void update(Handle handle, Job job, Instant now) {
        handle.createUpdate("""
                        UPDATE job SET
                            state = :state, attempt = :attempt,
                            crashes = :crashes, resources = :resources, lost_leases = :lostLeases,
                            infrastructure = :infrastructure,
                            lease_owner = :owner, lease_until = :until,
                            error_code = :errorCode, error_message = :errorMessage,
                            started_at = CASE WHEN state = 'QUEUED' AND :state = 'RUNNING'
                                              THEN CAST(:now AS timestamptz) ELSE started_at END,
                            queued_at = CASE WHEN state <> 'QUEUED' AND :state = 'QUEUED'
                                             THEN CAST(:now AS timestamptz) ELSE queued_at END,
                            ended_at = CASE WHEN :terminal THEN CAST(:now AS timestamptz) END
                        WHERE id = :id
                        """)
                .bind("id", job.id())
                .bind("state", job.state().name())
                .bind("attempt", job.attempt())
                .bind("crashes", job.failures().crashes())
                .bind("resources", job.failures().resources())
                .bind("lostLeases", job.failures().lostLeases())
                .bind("infrastructure", job.failures().infrastructure())
                .bind("owner", job.lease().map(Lease::owner))
                .bind("until", job.lease().map(Lease::until))
                .bind("errorCode", job.error().map(JobError::code).map(ErrorCode::name))
                .bind("errorMessage", job.error().map(JobError::message))
                .bind("terminal", job.state().terminal())
                .bind("now", now)
                .execute();
    }

    /** The run of the job has had one taken: its others in that queue go behind those of runs that have waited longer. */
    static void runServed(Handle handle, Job taken, Instant now) {
        handle.createUpdate("""
                        UPDATE job SET run_served_at = :now
                        WHERE run_id = :runId AND kind = :kind AND state = 'QUEUED'
                            AND coalesce(device_class, '') = :deviceClass
                        """)
                .bind("now", now)
                .bind("runId", taken.runId())
                .bind("kind", taken.kind().name())
                .bind("deviceClass", taken.deviceClass().orElse(""))
                .execute();
    }

    /**
     * The job's project has taken it from its queue: after as many as it has weight its turn is over, and it goes behind those
     * that had theirs longer ago. Who takes another job of the project from that queue waits for the end of the transaction.
     */
    static void projectServed(Handle handle, UUID takenId, Instant now) {
        handle.createUpdate("""
                        INSERT INTO project_turn AS turn (kind, device_class, project_id, served_at, jobs_left, weight)
                        SELECT taken.kind, coalesce(taken.device_class, ''), taken.project_id,
                            CASE WHEN taken.weight > 1 THEN '-infinity' ELSE CAST(:now AS timestamptz) END,
                            CASE WHEN taken.weight > 1 THEN taken.weight - 1 ELSE 1 END,
                            taken.weight
                        FROM (
                            SELECT job.kind, job.device_class, job.project_id, coalesce(quota.weight, 1) AS weight
                            FROM job LEFT JOIN quota USING (project_id)
                            WHERE job.id = :id) AS taken
                        ON CONFLICT (kind, device_class, project_id) DO UPDATE SET
                            served_at = CASE WHEN turn.jobs_left > 1 THEN turn.served_at ELSE CAST(:now AS timestamptz) END,
                            jobs_left = CASE WHEN turn.jobs_left > 1 THEN least(turn.jobs_left, excluded.weight) - 1
                                             ELSE excluded.weight END,
                            weight = excluded.weight
                        """).bind("id", takenId).bind("now", now).execute();
    }

    /** As it waited before it was taken. */
    static void waitsOn(Handle handle, Locked before) {
        handle.createUpdate("UPDATE job SET queued_at = :since, started_at = NULL WHERE id = :id")
                .bind("since", before.queuedAt())
                .bind("id", before.job().id())
                .execute();
    }

    static void dispatched(Handle handle, UUID jobId, Instant at) {
        handle.createUpdate("UPDATE job SET dispatched_at = :at WHERE id = :id")
                .bind("at", at)
                .bind("id", jobId)
                .execute();
    }

    static Job map(ResultSet row, StatementContext context) throws SQLException {
        Optional<Instant> until = Columns.optionalInstant(row, "lease_until");
        String owner = row.getString("lease_owner");
        String errorMessage = row.getString("error_message");
        Optional<ErrorCode> errorCode =
                Optional.ofNullable(row.getString("error_code")).map(ErrorCode::ofName);
        return new Job(
                Columns.uuid(row, "id"),
                Columns.uuid(row, "run_id"),
                JobKind.valueOf(row.getString("kind")),
                row.getString("subject"),
                Optional.ofNullable(row.getString("device_class")),
                new DocumentVersions(row.getInt("recipe_version"), row.getInt("policy_version")),
                JobState.valueOf(row.getString("state")),
                row.getInt("attempt"),
                new Failures(
                        row.getInt("crashes"),
                        row.getInt("resources"),
                        row.getInt("lost_leases"),
                        row.getInt("infrastructure")),
                until.map(time -> new Lease(owner, time)),
                errorCode.map(code -> new JobError(code, errorMessage)),
                new JobTrace(
                        TraceParent.read(row.getString("trace_parent")),
                        Optional.of(Columns.instant(row, "queued_at"))));
    }

    static JobStanding mapStanding(ResultSet row, StatementContext context) throws SQLException {
        long place = row.getLong("place");
        return new JobStanding(
                map(row, context),
                Columns.instant(row, "created_at"),
                Columns.instant(row, "queued_at"),
                Columns.optionalInstant(row, "started_at"),
                Columns.optionalInstant(row, "ended_at"),
                place == 0 ? OptionalLong.empty() : OptionalLong.of(place));
    }
}

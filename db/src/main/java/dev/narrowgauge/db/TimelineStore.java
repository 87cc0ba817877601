package dev.narrowgauge.db;

import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.job.JobState;
import dev.narrowgauge.domain.run.Run;
import dev.narrowgauge.domain.timeline.AttemptEnd;
import dev.narrowgauge.domain.timeline.JobFact;
import dev.narrowgauge.domain.timeline.RunTimeline;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/** Where the time of runs went, from their events. */
public final class TimelineStore {
    private final Scopes scopes;

    public TimelineStore(Jdbi jdbi) {
        this.scopes = Scopes.of(jdbi);
    }

    /** Empty when there is no such run. */
    public Optional<RunTimeline> ofRun(UUID runId) {
        return scopes.withHandle(handle -> RunRows.find(handle, runId).map(run -> timeline(handle, run)));
    }

    private static RunTimeline timeline(Handle handle, Run run) {
        List<Job> jobs = handle.createQuery("SELECT * FROM job WHERE run_id = :runId ORDER BY created_at, id")
                .bind("runId", run.id())
                .map(JobRows::map)
                .list();
        List<JobFact> facts = facts(handle, run.id());
        Instant now = handle.createQuery("SELECT clock_timestamp() AS now")
                .map((row, _) -> Columns.instant(row, "now"))
                .one();
        return RunTimeline.of(run, jobs, facts, now);
    }

    /** Of a stage only its first event counts: the others say how far it is. */
    private static List<JobFact> facts(Handle handle, UUID runId) {
        return handle.createQuery("""
                        SELECT job_id, at, type, CAST(data ->> 'attempt' AS integer) AS attempt,
                            data ->> 'state' AS state, data ->> 'attemptEnd' AS attempt_end, data ->> 'stage' AS stage
                        FROM (
                            SELECT *, (type, data ->> 'attempt', data ->> 'stage') IS NOT DISTINCT FROM (
                                lag(type) OVER of_job, lag(data ->> 'attempt') OVER of_job,
                                lag(data ->> 'stage') OVER of_job) AS goes_on
                            FROM job_event
                            WHERE run_id = :runId AND job_id IS NOT NULL
                            WINDOW of_job AS (PARTITION BY job_id ORDER BY sequence)) AS event
                        WHERE type = :jobState OR type = :progress AND NOT goes_on
                        ORDER BY sequence
                        """)
                .bind("runId", runId)
                .bind("jobState", EventStore.JOB_STATE)
                .bind("progress", EventStore.PROGRESS)
                .map(TimelineStore::map)
                .list();
    }

    private static JobFact map(ResultSet row, StatementContext context) throws SQLException {
        UUID jobId = Columns.uuid(row, "job_id");
        Instant at = Columns.instant(row, "at");
        int attempt = row.getInt("attempt");
        if (row.getString("type").equals(EventStore.PROGRESS)) {
            return new JobFact.Stage(jobId, at, attempt, row.getString("stage"));
        }
        JobState state = JobState.valueOf(row.getString("state"));
        return new JobFact.State(jobId, at, attempt, state, end(row.getString("attempt_end"), state));
    }

    /** Programs of a release before wrote none: where the job has ended its state says it, too. */
    private static Optional<AttemptEnd> end(String written, JobState state) {
        return AttemptEnd.ofName(written == null && state.terminal() ? state.name() : written);
    }
}

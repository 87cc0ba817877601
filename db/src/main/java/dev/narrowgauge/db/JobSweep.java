package dev.narrowgauge.db;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.job.JobEvent;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Jobs that nobody comes back to by itself: those whose worker is gone, whose message is, or whose nodes are in quarantine. */
final class JobSweep {
    /** Of one sweep. */
    private static final int LIMIT = 100;

    private static final Duration STRANDED_LEASE = Duration.ofMinutes(1);

    private final Scopes scopes;

    JobSweep(Scopes scopes) {
        this.scopes = scopes;
    }

    /** {@link JobStore#failStranded}. */
    int failStranded(String owner, String message) {
        List<Job> stranded = scopes.withHandle(handle ->
                handle.createQuery("""
                        SELECT * FROM job
                        WHERE state = 'QUEUED' AND kind = 'BENCHMARK'
                            AND EXISTS (SELECT FROM node WHERE job.device_class = ANY (device_classes))
                            AND NOT EXISTS (
                                SELECT FROM node
                                WHERE job.device_class = ANY (device_classes) AND quarantined_at IS NULL)
                        ORDER BY dispatched_at
                        LIMIT :limit
                        """).bind("limit", LIMIT).map(JobRows::map).list());
        return (int) stranded.stream()
                .filter(job -> changed(job, new JobEvent.Claim(job.attempt(), owner, STRANDED_LEASE)))
                .filter(job -> changed(job, new JobEvent.Fail(job.attempt(), ErrorCode.NODE_QUARANTINED, message)))
                .count();
    }

    private boolean changed(Job job, JobEvent event) {
        return JobTransitions.apply(scopes, job.id(), event);
    }

    /** {@link JobStore#sweepLeases}. */
    int sweepLeases() {
        List<UUID> expired = scopes.withHandle(handle ->
                handle.createQuery("""
                        SELECT id FROM job
                        WHERE state = 'RUNNING' AND lease_until <= clock_timestamp() AND may_change_jobs(kind)
                        ORDER BY lease_until
                        LIMIT :limit
                        """).bind("limit", LIMIT).mapTo(UUID.class).list());
        return (int) expired.stream()
                .filter(job -> JobTransitions.apply(scopes, job, new JobEvent.Tick()))
                .count();
    }

    /**
     * {@link JobStore#dispatchAgain}. A time that does not change within the statement is looked up in the index; {@code
     * clock_timestamp()} would be held against every job that waits.
     */
    int dispatchAgain(Duration patience) {
        return scopes.inTransaction(handle -> {
            List<JobRows.Locked> waiting = handle.createQuery("""
                            SELECT job.*, clock_timestamp() AS now FROM job
                            WHERE state = 'QUEUED'
                                AND dispatched_at <= statement_timestamp() - make_interval(secs => :seconds)
                                AND NOT EXISTS (SELECT FROM outbox WHERE outbox.job_id = job.id)
                                AND may_change_jobs(kind)
                            ORDER BY dispatched_at
                            LIMIT :limit
                            FOR UPDATE SKIP LOCKED
                            """)
                    .bind("seconds", patience.toMillis() / 1000.0)
                    .bind("limit", LIMIT)
                    .map(JobRows::locked)
                    .list();
            waiting.forEach(locked -> JobTransitions.dispatch(handle, locked.job(), locked.now()));
            return waiting.size();
        });
    }
}

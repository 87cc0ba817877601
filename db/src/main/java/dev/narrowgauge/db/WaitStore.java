package dev.narrowgauge.db;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.job.JobEvent;
import dev.narrowgauge.domain.job.JobStanding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Jobs that wait in vain. Any number of processes may look for them and give them up. */
public final class WaitStore {
    private static final int LIMIT = 100;

    private final Scopes scopes;
    private final JobStore jobs;

    public WaitStore(Jdbi jdbi) {
        this.scopes = Scopes.of(jdbi);
        this.jobs = new JobStore(jdbi);
    }

    /** @param maxWait of the run's policy */
    public record Expired(JobStanding job, Duration maxWait) {}

    /**
     * Jobs that have waited for as long as their policies allow, while no job of the same run, kind and device class was at
     * work: behind those a run waits for itself alone. The longest waits first.
     *
     * @param watched for how long somebody has looked on; policies with more patience are left alone
     */
    public List<Expired> expired(Duration watched) {
        return scopes.withHandle(handle -> latestExpired(handle, watched)
                .map(since -> waitingSince(since, handle, watched))
                .orElse(List.of()));
    }

    /**
     * The latest time since when a job can have waited too long for any policy; empty where all are more patient. Nearly
     * always it spares holding every job that waits against its run.
     */
    private static Optional<Instant> latestExpired(Handle handle, Duration watched) {
        return handle.createQuery("""
                        SELECT clock_timestamp() - min(max_wait) AS since FROM run
                        WHERE state = 'RUNNING' AND max_wait <= make_interval(secs => :watched)
                        """)
                .bind("watched", seconds(watched))
                .map((row, _) -> Columns.optionalInstant(row, "since"))
                .one();
    }

    private static List<Expired> waitingSince(Instant since, Handle handle, Duration watched) {
        return handle.createQuery("SELECT job.*, extract(epoch FROM run.max_wait) AS patience, " + JobRows.PLACE + """
                        FROM job JOIN run ON run.id = job.run_id
                        WHERE job.state = 'QUEUED' AND job.queued_at <= CAST(:since AS timestamptz)
                            AND run.max_wait <= make_interval(secs => :watched)
                            AND job.queued_at <= clock_timestamp() - run.max_wait
                            AND NOT EXISTS (
                                SELECT FROM job AS other
                                WHERE other.run_id = job.run_id AND other.kind = job.kind
                                    AND coalesce(other.device_class, '') = coalesce(job.device_class, '')
                                    AND (other.state = 'RUNNING'
                                        OR other.started_at > clock_timestamp() - run.max_wait
                                        OR other.state = 'SUCCEEDED'
                                            AND other.ended_at > clock_timestamp() - run.max_wait))
                        ORDER BY job.queued_at, job.id
                        LIMIT :limit
                        """)
                .bind("since", since)
                .bind("watched", seconds(watched))
                .bind("limit", LIMIT)
                .map((row, context) ->
                        new Expired(JobRows.mapStanding(row, context), Duration.ofSeconds(row.getLong("patience"))))
                .list();
    }

    /**
     * Device classes that jobs have waited for since before the time given, and that no node offers which was seen since
     * then and is not quarantined.
     */
    public List<String> classesWithoutNode(Duration since) {
        return scopes.withHandle(handle -> handle.createQuery("""
                        SELECT DISTINCT device_class FROM job
                        WHERE state = 'QUEUED' AND kind = 'BENCHMARK'
                            AND queued_at <= clock_timestamp() - make_interval(secs => :since)
                            AND NOT EXISTS (
                                SELECT FROM node
                                WHERE job.device_class = ANY (device_classes) AND quarantined_at IS NULL
                                    AND last_seen_at > clock_timestamp() - make_interval(secs => :since))
                        ORDER BY device_class
                        """)
                .bind("since", seconds(since))
                .mapTo(String.class)
                .list());
    }

    /** Jobs that have waited for the class since before the time given, some of many. */
    public List<UUID> waitingFor(String deviceClass, Duration since) {
        return scopes.withHandle(handle -> handle.createQuery("""
                        SELECT id FROM job
                        WHERE state = 'QUEUED' AND kind = 'BENCHMARK' AND %s = :class
                            AND queued_at <= clock_timestamp() - make_interval(secs => :since)
                        ORDER BY queued_at, id
                        LIMIT :limit
                        """.formatted(JobRows.deviceClass("job")))
                .bind("class", deviceClass)
                .bind("since", seconds(since))
                .bind("limit", LIMIT)
                .mapTo(UUID.class)
                .list());
    }

    /** Fails the job for good. False when somebody has taken it or it has ended meanwhile. */
    public boolean giveUp(UUID jobId, ErrorCode code, String message) {
        return scopes.inTransaction(handle -> JobTransitions.apply(handle, jobId, new JobEvent.GiveUp(code, message))
                .isPresent());
    }

    /** Queues jobs again whose workers are lost, also those of a kind that nobody else is left for. Returns how many. */
    public int takeBackLost() {
        return jobs.sweepLeases();
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}

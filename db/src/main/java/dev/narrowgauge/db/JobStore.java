package dev.narrowgauge.db;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.job.DocumentVersions;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.job.JobEvent;
import dev.narrowgauge.domain.job.JobMachine;
import dev.narrowgauge.domain.job.JobStanding;
import dev.narrowgauge.domain.job.Transition.HandBack;
import dev.narrowgauge.domain.job.Transition.Ignored;
import dev.narrowgauge.domain.job.Transition.Requeue;
import dev.narrowgauge.domain.job.Transition.To;
import dev.narrowgauge.domain.run.RunState;
import dev.narrowgauge.domain.variant.Measurement;
import dev.narrowgauge.domain.variant.Variant;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Jobs. Every method is one transaction; those that speak for an attempt return whether it still held, and change nothing
 * when it did not. Leases run on the database's clock, so the clock of a worker does not matter.
 */
public final class JobStore {
    private final Scopes scopes;
    private final JobQueue queue;
    private final JobSweep sweep;

    public JobStore(Jdbi jdbi) {
        this.scopes = Scopes.of(jdbi);
        this.queue = new JobQueue(scopes);
        this.sweep = new JobSweep(scopes);
    }

    public Optional<Job> find(UUID id) {
        return scopes.withHandle(handle -> handle.createQuery("SELECT * FROM job WHERE id = :id")
                .bind("id", id)
                .map(JobRows::map)
                .findOne());
    }

    public Optional<JobStanding> standing(UUID id) {
        return scopes.withHandle(handle -> handle.createQuery(JobRows.SELECT_STANDING + " WHERE id = :id")
                .bind("id", id)
                .map(JobRows::mapStanding)
                .findOne());
    }

    /** In the order of {@link #ofRun}. */
    public List<JobStanding> standingsOfRun(UUID runId) {
        return scopes.withHandle(
                handle -> handle.createQuery(JobRows.SELECT_STANDING + " WHERE run_id = :runId ORDER BY created_at, id")
                        .bind("runId", runId)
                        .map(JobRows::mapStanding)
                        .list());
    }

    /** Quantize jobs in the order of the recipes, each before the benchmark jobs. */
    public List<Job> ofRun(UUID runId) {
        return scopes.withHandle(
                handle -> handle.createQuery("SELECT * FROM job WHERE run_id = :runId ORDER BY created_at, id")
                        .bind("runId", runId)
                        .map(JobRows::map)
                        .list());
    }

    /** The job as RUNNING for {@code owner}; empty when this attempt is not, or no longer, to be had. */
    public Optional<Job> claim(UUID jobId, int attempt, String owner, Duration lease) {
        return scopes.inTransaction(
                handle -> JobTransitions.apply(handle, jobId, new JobEvent.Claim(attempt, owner, lease)));
    }

    /**
     * The first in the queue of {@code jobId}, as RUNNING for {@code owner}: of its kind and device class, and about documents of
     * its versions, which who was told of it knows. One that waits for its time is passed by, unless it is {@code jobId} with this
     * attempt, whose time has come for whoever was told of it. Empty where none is left, and where there is no such job.
     *
     * <p>Where another job is taken {@code jobId} gets a message again: programs of a release before this one take the job that
     * a message names and no other, so that whoever was told of the taken one finds nothing.
     */
    public Optional<Job> claimFirst(UUID jobId, int attempt, String owner, Duration lease) {
        return queue.claimFirst(jobId, attempt, owner, lease);
    }

    /**
     * The first in the queue of the benchmark jobs of a class about documents that the owner knows, as RUNNING for {@code owner};
     * of several classes the first that has one. What waits for its time is passed by. Empty where none is left.
     *
     * @param known the newest versions that the owner knows
     */
    public Optional<Job> claimNext(List<String> deviceClasses, DocumentVersions known, String owner, Duration lease) {
        return queue.claimNext(deviceClasses, known, owner, lease);
    }

    /**
     * Of which benchmark jobs wait, whether their time has come or not. However many wait, that takes as many steps in the index
     * as there are classes.
     */
    public List<String> waitingClasses() {
        return queue.waitingClasses();
    }

    /** What the owner works on as far as is known here, the first in the queue first. */
    public List<Job> heldBy(String owner) {
        return scopes.withHandle(handle ->
                handle.createQuery("""
                        SELECT * FROM job WHERE state = 'RUNNING' AND lease_owner = :owner ORDER BY queued_at, id
                        """).bind("owner", owner).map(JobRows::map).list());
    }

    /**
     * What any of these works on.
     *
     * @param owners what their names are {@code LIKE}
     */
    public List<Job> heldByAny(String owners) {
        return scopes.withHandle(handle ->
                handle.createQuery("""
                        SELECT * FROM job WHERE state = 'RUNNING' AND lease_owner LIKE :owners ORDER BY queued_at, id
                        """).bind("owners", owners).map(JobRows::map).list());
    }

    /**
     * Another job of the run, kind, device class and versions of {@code jobId}, as RUNNING for {@code owner}; the one that waits
     * longest. A job that has crashed or wanted for a resource is neither taken nor given company: it may do so again.
     */
    public Optional<Job> claimSibling(UUID jobId, String owner, Duration lease) {
        return queue.claimSibling(jobId, owner, lease);
    }

    /** How many forks a benchmark job is to measure that extends its run; empty of others, which stop by what they show. */
    public OptionalInt forks(UUID jobId) {
        return scopes.withHandle(handle -> handle.createQuery("SELECT forks FROM extension WHERE job_id = :id")
                .bind("id", jobId)
                .mapTo(Integer.class)
                .findOne()
                .map(OptionalInt::of)
                .orElseGet(OptionalInt::empty));
    }

    /** How long a job that is at work had waited when it was taken; empty where it is at work no more. */
    public Optional<Duration> waited(UUID jobId) {
        return scopes.withHandle(handle -> handle.createQuery("""
                        SELECT CAST(extract(epoch FROM started_at - queued_at) * 1000 AS bigint) FROM job
                        WHERE id = :id AND state = 'RUNNING'
                        """)
                .bind("id", jobId)
                .mapTo(Long.class)
                .findOne()
                .map(Duration::ofMillis));
    }

    /** Extends the lease. Touches the job's row alone: nobody watches heartbeats. */
    public boolean heartbeat(UUID jobId, int attempt, String owner, Duration lease) {
        JobEvent event = new JobEvent.Heartbeat(attempt, owner, lease);
        return scopes.inTransaction(handle -> JobRows.lock(handle, jobId)
                .map(locked -> switch (JobMachine.apply(locked.job(), event, locked.now())) {
                    case To(Job after) -> {
                        JobRows.update(handle, after, locked.now());
                        yield true;
                    }
                    case Requeue _, HandBack _ -> throw new IllegalStateException("a heartbeat does not requeue");
                    case Ignored _ -> false;
                })
                .orElse(false));
    }

    public boolean progress(UUID jobId, int attempt, Progress progress) {
        return scopes.inTransaction(handle -> {
            JobRows.lockRunOf(handle, jobId);
            Optional<UUID> runId = handle.createQuery(
                            "SELECT run_id FROM job WHERE id = :id AND state = 'RUNNING' AND attempt = :attempt")
                    .bind("id", jobId)
                    .bind("attempt", attempt)
                    .mapTo(UUID.class)
                    .findOne();
            runId.ifPresent(run ->
                    EventStore.append(handle, run, EventStore.PROGRESS, Optional.of(jobId), data(attempt, progress)));
            return runId.isPresent();
        });
    }

    private static Map<String, Object> data(int attempt, Progress progress) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("attempt", attempt);
        data.put("stage", progress.stage());
        data.put("done", progress.done());
        data.put("total", progress.total());
        progress.remainingSeconds().ifPresent(seconds -> data.put("remainingSeconds", seconds));
        progress.found().ifPresent(found -> data.put("found", found));
        return data;
    }

    /**
     * Ends the job with its variant, and files a benchmark job of it for each device class of the run, but for those of which the run
     * takes a measurement that there is.
     */
    public boolean finishQuantize(UUID jobId, int attempt, Variant variant) {
        return scopes.inTransaction(handle -> {
            Optional<Job> ended = JobTransitions.apply(handle, jobId, new JobEvent.Succeed(attempt));
            ended.ifPresent(job -> {
                VariantStore.insert(handle, variant);
                List<ReusableMeasurements.Found> reused = ReusableMeasurements.take(handle, job.runId(), variant);
                if (!reused.isEmpty()) {
                    RunStore.announce(
                            handle,
                            job.runId(),
                            RunState.RUNNING,
                            Map.of(
                                    "reused",
                                    reused.stream()
                                            .map(ReusableMeasurements.Found::sentence)
                                            .toList()));
                }
                List<Job> benchmarks = deviceClasses(handle, job.runId()).stream()
                        .filter(deviceClass -> reused.stream()
                                .noneMatch(found -> found.deviceClass().equals(deviceClass)))
                        .map(deviceClass -> Job.benchmark(
                                OrderedId.next(), job.runId(), variant.id(), deviceClass, job.documents()))
                        .toList();
                new NewJobs(benchmarks).file(handle, job.runId());
            });
            return ended.isPresent();
        });
    }

    private static List<String> deviceClasses(Handle handle, UUID runId) {
        return handle.createQuery("SELECT unnest(device_classes) FROM run WHERE id = :id")
                .bind("id", runId)
                .mapTo(String.class)
                .list();
    }

    /**
     * Ends the job with its measurement, which may quarantine the node that it was taken on. Who does not know whether that
     * was written writes the same measurement again, and hears that it is.
     *
     * @param owner who speaks for the attempt, and must still have it
     */
    public boolean finishBenchmark(UUID jobId, int attempt, String owner, Measurement measurement) {
        return scopes.inTransaction(handle -> {
            JobRows.lockRunOf(handle, jobId);
            boolean ended = isOf(handle, jobId, owner)
                    && JobTransitions.apply(handle, jobId, new JobEvent.Succeed(attempt))
                            .isPresent();
            if (!ended) {
                return MeasurementStore.isOfJob(handle, measurement.id(), jobId);
            }
            MeasurementStore.insert(handle, measurement);
            ControlStore.record(handle, measurement);
            return true;
        });
    }

    /** Whether it is at work, and that owner works on it. */
    private static boolean isOf(Handle handle, UUID jobId, String owner) {
        return JobRows.lock(handle, jobId)
                .flatMap(locked -> locked.job().lease())
                .filter(lease -> lease.owner().equals(owner))
                .isPresent();
    }

    /** Whether the job has ended with a measurement of that node. */
    public boolean isMeasuredOn(UUID jobId, String node) {
        return scopes.withHandle(handle -> MeasurementStore.isOfNode(handle, jobId, node));
    }

    /** The attempt failed; whether there will be another one is for the state machine to say. */
    public boolean fail(UUID jobId, int attempt, ErrorCode code, String message) {
        return JobTransitions.apply(scopes, jobId, new JobEvent.Fail(attempt, code, message));
    }

    /** Gives the attempt back, so that another worker takes the job at once. */
    public boolean release(UUID jobId, int attempt) {
        return JobTransitions.apply(scopes, jobId, new JobEvent.Release(attempt));
    }

    /**
     * Fails an attempt of each benchmark job that waits for a class which only quarantined nodes offer, so that whoever waits
     * for its run is told instead. Any number of processes may do this. Returns how many.
     *
     * @param owner of the attempts while they fail
     * @param message why none of the nodes takes it
     */
    public int failStranded(String owner, String message) {
        return sweep.failStranded(owner, message);
    }

    /**
     * Takes jobs back from workers whose lease ran out, of the kinds that the user of this process may change. Any number of
     * processes may do this. Returns how many.
     */
    public int sweepLeases() {
        return sweep.sweepLeases();
    }

    /**
     * Dispatches jobs again, of the kinds that the user of this process may change, that have waited this long since their
     * message went out: Kafka may have lost it, or given up on it. A message too many is dropped by the claim. Returns how many.
     */
    public int dispatchAgain(Duration patience) {
        return sweep.dispatchAgain(patience);
    }
}

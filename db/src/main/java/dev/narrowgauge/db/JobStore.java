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
import dev.narrowgauge.domain.variant.Measurement;
import dev.narrowgauge.domain.variant.Variant;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Jobs. Every method is one transaction; those that speak for an attempt return whether it still held, and change nothing
 * when it did not. Leases run on the database's clock, so the clock of a worker does not matter.
 */
public final class JobStore {
    private static final int SWEEP_LIMIT = 100;

    /** Of a claim: others claim at the same time. */
    private static final int CANDIDATES = 5;

    private static final Duration STRANDED_LEASE = Duration.ofMinutes(1);

    static final String NEXT_OF_CLASS =
            next("kind = 'BENCHMARK' AND %s = :deviceClass".formatted(JobRows.deviceClass("job")), """
            recipe_version <= :recipe AND policy_version <= :policy AND dispatched_at <= clock_timestamp()
            """);

    /** By the values of that job's columns and not by a join, so that the index of the queue gives the order. */
    static final String NEXT_LIKE = next("""
            kind = (SELECT kind FROM job WHERE id = :id)
                AND %s = (SELECT coalesce(device_class, '') FROM job WHERE id = :id)
            """.formatted(JobRows.deviceClass("job")), """
            (recipe_version, policy_version) = (SELECT recipe_version, policy_version FROM job WHERE id = :id)
                AND (dispatched_at <= clock_timestamp() OR id = :id AND attempt = :attempt)
            """);

    private final Scopes scopes;

    public JobStore(Jdbi jdbi) {
        this.scopes = Scopes.of(jdbi);
    }

    /**
     * The first few jobs of a queue: of the project whose last turn was over longest ago; among projects that have had none,
     * of the one whose first job was queued earliest. The queue's index is read once for each project that has jobs there,
     * up to its first few jobs that are ready; how many more wait behind them does not matter.
     *
     * @param queue a condition on kind and device class, each by one value
     * @param ready a condition on jobs that may be taken
     */
    private static String next(String queue, String ready) {
        return """
                WITH RECURSIVE waiting (project_id) AS (
                    (SELECT project_id FROM job WHERE state = 'QUEUED' AND %1$s ORDER BY project_id LIMIT 1)
                    UNION ALL
                    SELECT (
                        SELECT job.project_id FROM job
                        WHERE state = 'QUEUED' AND %1$s AND job.project_id > waiting.project_id
                        ORDER BY job.project_id LIMIT 1)
                    FROM waiting WHERE waiting.project_id IS NOT NULL
                ), turn AS (
                    SELECT waiting.project_id, coalesce(project_turn.served_at, '-infinity') AS served_at, front.queued_at
                    FROM waiting
                    CROSS JOIN LATERAL (
                        SELECT kind, %4$s AS device_class, queued_at FROM job
                        WHERE state = 'QUEUED' AND %1$s AND job.project_id = waiting.project_id AND %2$s
                        %3$s LIMIT 1) AS front
                    LEFT JOIN project_turn ON project_turn.project_id = waiting.project_id
                        AND project_turn.kind = front.kind AND project_turn.device_class = front.device_class
                )
                SELECT job.* FROM turn
                CROSS JOIN LATERAL (
                    SELECT * FROM job
                    WHERE state = 'QUEUED' AND %1$s AND job.project_id = turn.project_id AND %2$s
                    %3$s LIMIT :limit) AS job
                ORDER BY turn.served_at, turn.queued_at, turn.project_id, job.priority DESC,
                    greatest(job.queued_at, job.run_served_at), job.queued_at, job.id
                LIMIT :limit
                """.formatted(queue.strip(), ready.strip(), JobRows.IN_TURN, JobRows.deviceClass("job"));
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
        return claimOneOf(
                () -> firstInQueue(jobId, attempt),
                first -> scopes.inTransaction(handle -> {
                    Optional<Job> claimed =
                            JobTransitions.apply(handle, first.id(), new JobEvent.Claim(first.attempt(), owner, lease));
                    if (claimed.isPresent() && !first.id().equals(jobId)) {
                        tellAgain(handle, jobId, attempt);
                    }
                    return claimed;
                }));
    }

    /**
     * The first in the queue of the benchmark jobs of a class about documents that the owner knows, as RUNNING for {@code owner};
     * of several classes the first that has one. What waits for its time is passed by. Empty where none is left.
     *
     * @param known the newest versions that the owner knows
     */
    public Optional<Job> claimNext(List<String> deviceClasses, DocumentVersions known, String owner, Duration lease) {
        return deviceClasses.stream()
                .flatMap(deviceClass -> claimOneOf(
                        () -> firstInQueue(deviceClass, known),
                        first -> claim(first.id(), first.attempt(), owner, lease))
                        .stream())
                .findFirst();
    }

    /** @param first looks for the first in the queue, at most a few */
    private static Optional<Job> claimOneOf(Supplier<List<Job>> first, Function<Job, Optional<Job>> claim) {
        List<Job> waiting = first.get();
        while (!waiting.isEmpty()) {
            for (Job job : waiting) {
                Optional<Job> claimed = claim.apply(job);
                if (claimed.isPresent()) {
                    return claimed;
                }
            }
            // Others were quicker with all of these.
            waiting = first.get();
        }
        return Optional.empty();
    }

    /** Waits for no lock: who holds the job changes it, and files the message that it needs then. */
    private static void tellAgain(Handle handle, UUID jobId, int attempt) {
        handle.createQuery("""
                        SELECT job.*, clock_timestamp() AS now FROM job
                        WHERE id = :id AND attempt = :attempt AND state = 'QUEUED'
                            AND NOT EXISTS (SELECT FROM outbox WHERE outbox.job_id = job.id)
                        FOR UPDATE SKIP LOCKED
                        """)
                .bind("id", jobId)
                .bind("attempt", attempt)
                .map(JobRows::locked)
                .findOne()
                .ifPresent(locked -> JobTransitions.dispatch(handle, locked.job(), locked.now()));
    }

    private List<Job> firstInQueue(String deviceClass, DocumentVersions known) {
        return scopes.withHandle(handle -> handle.createQuery(NEXT_OF_CLASS)
                .bind("deviceClass", deviceClass)
                .bind("recipe", known.recipe())
                .bind("policy", known.policy())
                .bind("limit", CANDIDATES)
                .map(JobRows::map)
                .list());
    }

    /**
     * Of which benchmark jobs wait, whether their time has come or not. However many wait, that takes as many steps in the index
     * as there are classes.
     */
    public List<String> waitingClasses() {
        return scopes.withHandle(handle -> handle.createQuery("""
                        WITH RECURSIVE waiting (name) AS (
                            SELECT min(%1$s) FROM job WHERE state = 'QUEUED' AND kind = 'BENCHMARK'
                            UNION ALL
                            SELECT (
                                SELECT min(%1$s) FROM job
                                WHERE state = 'QUEUED' AND kind = 'BENCHMARK'
                                    AND %1$s > waiting.name)
                            FROM waiting WHERE waiting.name IS NOT NULL)
                        SELECT name FROM waiting WHERE name IS NOT NULL
                        """.formatted(JobRows.deviceClass("job")))
                .mapTo(String.class)
                .list());
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

    private List<Job> firstInQueue(UUID jobId, int attempt) {
        return scopes.withHandle(handle -> handle.createQuery(NEXT_LIKE)
                .bind("id", jobId)
                .bind("attempt", attempt)
                .bind("limit", CANDIDATES)
                .map(JobRows::map)
                .list());
    }

    /**
     * Another job of the run, kind, device class and versions of {@code jobId}, as RUNNING for {@code owner}; the one that waits
     * longest. A job that has crashed or wanted for a resource is neither taken nor given company: it may do so again.
     */
    public Optional<Job> claimSibling(UUID jobId, String owner, Duration lease) {
        return scopes.inTransaction(handle -> {
            JobRows.lockRunOf(handle, jobId);
            return handle.createQuery("""
                            SELECT sibling.* FROM job AS sibling, job AS known
                            WHERE known.id = :id
                                AND (sibling.run_id, sibling.kind) = (known.run_id, known.kind)
                                AND sibling.device_class IS NOT DISTINCT FROM known.device_class
                                AND (sibling.recipe_version, sibling.policy_version)
                                    = (known.recipe_version, known.policy_version)
                                AND sibling.state = 'QUEUED'
                                AND known.crashes + known.resources + sibling.crashes + sibling.resources = 0
                            ORDER BY sibling.created_at, sibling.id
                            LIMIT 1
                            """)
                    .bind("id", jobId)
                    .map(JobRows::map)
                    .findOne()
                    .flatMap(waiting -> JobTransitions.apply(
                            handle, waiting.id(), new JobEvent.Claim(waiting.attempt(), owner, lease)));
        });
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

    /** Ends the job with its variant, and files a benchmark job of it for each device class of the run. */
    public boolean finishQuantize(UUID jobId, int attempt, Variant variant) {
        return scopes.inTransaction(handle -> {
            Optional<Job> ended = JobTransitions.apply(handle, jobId, new JobEvent.Succeed(attempt));
            ended.ifPresent(job -> {
                VariantStore.insert(handle, variant);
                List<Job> benchmarks = deviceClasses(handle, job.runId()).stream()
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
        return apply(jobId, new JobEvent.Fail(attempt, code, message));
    }

    /** Gives the attempt back, so that another worker takes the job at once. */
    public boolean release(UUID jobId, int attempt) {
        return apply(jobId, new JobEvent.Release(attempt));
    }

    /**
     * Fails an attempt of each benchmark job that waits for a class which only quarantined nodes offer, so that whoever waits
     * for its run is told instead. Any number of processes may do this. Returns how many.
     *
     * @param owner of the attempts while they fail
     * @param message why none of the nodes takes it
     */
    public int failStranded(String owner, String message) {
        List<Job> stranded = scopes.withHandle(handle -> handle.createQuery("""
                        SELECT * FROM job
                        WHERE state = 'QUEUED' AND kind = 'BENCHMARK'
                            AND EXISTS (SELECT FROM node WHERE job.device_class = ANY (device_classes))
                            AND NOT EXISTS (
                                SELECT FROM node
                                WHERE job.device_class = ANY (device_classes) AND quarantined_at IS NULL)
                        ORDER BY dispatched_at
                        LIMIT :limit
                        """)
                .bind("limit", SWEEP_LIMIT)
                .map(JobRows::map)
                .list());
        return (int) stranded.stream()
                .filter(job ->
                        claim(job.id(), job.attempt(), owner, STRANDED_LEASE).isPresent())
                .filter(job -> fail(job.id(), job.attempt(), ErrorCode.NODE_QUARANTINED, message))
                .count();
    }

    private boolean apply(UUID jobId, JobEvent event) {
        return scopes.inTransaction(
                handle -> JobTransitions.apply(handle, jobId, event).isPresent());
    }

    /**
     * Takes jobs back from workers whose lease ran out, of the kinds that the user of this process may change. Any number of
     * processes may do this. Returns how many.
     */
    public int sweepLeases() {
        List<UUID> expired = scopes.withHandle(handle -> handle.createQuery("""
                        SELECT id FROM job
                        WHERE state = 'RUNNING' AND lease_until <= clock_timestamp() AND may_change_jobs(kind)
                        ORDER BY lease_until
                        LIMIT :limit
                        """)
                .bind("limit", SWEEP_LIMIT)
                .mapTo(UUID.class)
                .list());
        return (int)
                expired.stream().filter(job -> apply(job, new JobEvent.Tick())).count();
    }

    /**
     * Dispatches jobs again, of the kinds that the user of this process may change, that have waited this long since their
     * message went out: Kafka may have lost it, or given up on it. A message too many is dropped by the claim. Returns how many.
     *
     * <p>A time that does not change within the statement is looked up in the index; {@code clock_timestamp()} would be held
     * against every job that waits.
     */
    public int dispatchAgain(Duration patience) {
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
                    .bind("limit", SWEEP_LIMIT)
                    .map(JobRows::locked)
                    .list();
            waiting.forEach(locked -> JobTransitions.dispatch(handle, locked.job(), locked.now()));
            return waiting.size();
        });
    }
}

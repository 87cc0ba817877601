package dev.narrowgauge.api.agent;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.narrowgauge.api.node.SharedLook;
import dev.narrowgauge.db.Channel;
import dev.narrowgauge.db.JobStore;
import dev.narrowgauge.db.notify.Notifications;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.gate.Evidence;
import dev.narrowgauge.domain.job.DocumentVersions;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.job.JobState;
import dev.narrowgauge.domain.variant.Measurement;
import dev.narrowgauge.gateway.BenchmarkInputs;
import dev.narrowgauge.gateway.ControlPlane;
import dev.narrowgauge.gateway.JobMessages;
import dev.narrowgauge.proto.v1.Attempt;
import dev.narrowgauge.proto.v1.FinishRequest;
import dev.narrowgauge.proto.v1.TakeRequest;
import dev.narrowgauge.queue.ClaimListener;
import io.grpc.Context;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Benchmark jobs for agents outside: each claims for its node, and speaks for its own attempts only. */
final class AgentJobs {
    private static final Logger LOG = Logger.getLogger(AgentJobs.class);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    /** For what becomes due later, and for a notification that was missed. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** Until the agent says with its first heartbeat that it has the job: whether it heard the answer nobody else knows. */
    private static final Duration FIRST_LEASE = Duration.ofSeconds(20);

    private static final Duration FIRST_BEAT = Duration.ofSeconds(15);

    /** So often a job is given back for nothing. */
    private static final int FREE_RELEASES = 2;

    private static final int TURNS = 16;

    /** Results that are in memory at a time. */
    private static final int RESULTS = 2;

    /** What an agent asks for. */
    private record Wanted(List<String> classes, DocumentVersions known, Duration lease) {}

    private final AgentStores stores;
    private final JobStore jobs;
    private final Notifications notifications;
    private final ClaimListener claims;
    private final BooleanSupplier stopping;
    private final SharedLook<List<String>> waiting;
    private final Semaphore results = new Semaphore(RESULTS);

    /** Each for some of the tokens, so that claims with one are one after the other. */
    private final List<Lock> turns =
            Stream.<Lock>generate(ReentrantLock::new).limit(TURNS).toList();

    AgentJobs(
            AgentStores stores, Notifications notifications, ClaimListener claims, BooleanSupplier stopping) {
        this.stores = stores;
        this.jobs = stores.jobs();
        this.notifications = notifications;
        this.claims = claims;
        this.stopping = stopping;
        this.waiting = new SharedLook<>(jobs::waitingClasses);
    }

    /**
     * Waits until there is one to claim, the time is over, or nobody waits for the answer any more. Fails with
     * {@link ErrorCode#DOCUMENT_TOO_NEW} where the agent writes measurements that only a newer program reads.
     */
    Optional<Job> take(JoinedAgent agent, TakeRequest request) {
        Duration lease = Asked.lease(request.getLeaseMillis());
        Duration wait = Asked.time("wait_millis", Math.min(request.getWaitMillis(), LONGEST_WAIT.toMillis()));
        DocumentVersions known = Asked.read(() -> JobMessages.known(request));
        requireReadable(request.getMeasurementVersion());
        requireSpeaker(agent);
        Optional<Job> forgotten = forgotten(agent, request.getHeldList(), lease);
        Wanted wanted = new Wanted(request.getDeviceClassesList(), known, lease);
        return forgotten.isPresent() ? forgotten : next(agent, wanted, wait);
    }

    /** What it measured would be refused in the end, and measured again. */
    private static void requireReadable(int measurementVersion) {
        if (measurementVersion > Measurement.VERSION) {
            throw new NarrowgaugeException(
                    ErrorCode.DOCUMENT_TOO_NEW,
                    "The agent writes measurements of version %d, and this API reads versions up to %d: upgrade the API, or start an agent of its release."
                            .formatted(measurementVersion, Measurement.VERSION));
        }
    }

    private void requireSpeaker(JoinedAgent agent) {
        if (stores.nodes().seen(agent.node(), agent.holder(Duration.ZERO)).isEmpty()) {
            throw new NarrowgaugeException(
                    ErrorCode.CONFLICT,
                    "The agent does not speak for the node '%s'; it must register first.".formatted(agent.node()));
        }
    }

    /** The agent was given it by an answer that was lost. */
    private Optional<Job> forgotten(JoinedAgent agent, List<Attempt> known, Duration lease) {
        return jobs.heldBy(agent.owner()).stream()
                .filter(job -> !known.contains(JobMessages.attempt(job.id(), job.attempt())))
                .filter(job -> jobs.heartbeat(job.id(), job.attempt(), agent.owner(), first(lease)))
                .findFirst();
    }

    private Optional<Job> next(JoinedAgent agent, Wanted wanted, Duration wait) {
        Semaphore wake = new Semaphore(0);
        Context call = Context.current();
        Context.CancellationListener gone = _ -> wake.release();
        call.addListener(gone, Runnable::run);
        try (Notifications.Subscription _ = notifications.listen(Channel.OUTBOX, _ -> wake.release())) {
            long end = System.nanoTime() + wait.toNanos();
            while (!call.isCancelled() && !stopping.getAsBoolean()) {
                Optional<Job> claimed = isAnyWaiting(wanted) ? claim(agent, wanted, call) : Optional.empty();
                long left = end - System.nanoTime();
                if (claimed.isPresent() || left <= 0) {
                    return claimed;
                }
                await(wake, Math.min(left, LOOK.toNanos()));
            }
            return Optional.empty();
        } finally {
            call.removeListener(gone);
        }
    }

    /** Every submission wakes every agent that waits: one look tells all of them which classes it was for. */
    private boolean isAnyWaiting(Wanted wanted) {
        return waiting.get().stream().anyMatch(wanted.classes()::contains);
    }

    private Optional<Job> claim(JoinedAgent agent, Wanted wanted, Context call) {
        List<String> classes = open(agent.node(), wanted.classes());
        Optional<Job> claimed =
                within(agent, () -> jobs.claimNext(classes, wanted.known(), agent.owner(), first(wanted.lease())));
        if (claimed.isPresent() && call.isCancelled()) {
            // An agent that asks no more, as in a drained node, would not hear of it before its lease runs out.
            jobs.release(claimed.get().id(), claimed.get().attempt());
            return Optional.empty();
        }
        claimed.ifPresent(job -> requireGood(agent, job));
        claimed.ifPresent(this::watch);
        return claimed;
    }

    /** The token may have been revoked while its agent waited. */
    private void requireGood(JoinedAgent agent, Job claimed) {
        if (!stores.tokens().isGood(agent.token().id())) {
            jobs.release(claimed.id(), claimed.attempt());
            throw new NarrowgaugeException(
                    ErrorCode.TOKEN_REFUSED,
                    "The join token was revoked; 'narrowgauge node token NODE' makes another.");
        }
    }

    private static Duration first(Duration lease) {
        return lease.compareTo(FIRST_LEASE) < 0 ? lease : FIRST_LEASE;
    }

    private void watch(Job handed) {
        CompletableFuture.delayedExecutor(FIRST_BEAT.toMillis(), MILLISECONDS, Thread::startVirtualThread)
                .execute(() -> takeBackUnlessBegun(handed));
    }

    /** The link was cut while the agent waited: it was given the job by an answer that went nowhere, and nothing was lost. */
    void takeBackUnlessBegun(Job handed) {
        try {
            boolean unheard = jobs.find(handed.id())
                    .filter(job -> job.attempt() == handed.attempt())
                    .filter(job -> job.lease().equals(handed.lease()))
                    .isPresent();
            if (unheard) {
                giveBack(handed);
            }
        } catch (RuntimeException e) {
            LOG.debugf(e, "the first lease of job %s runs out", handed.id());
        }
    }

    /** Those that the node takes jobs of now, whether its agent knows that yet or not. */
    private List<String> open(String name, List<String> asked) {
        return stores.nodes()
                .find(name)
                .filter(node -> node.standing().takesJobs())
                .map(node -> asked.stream().filter(node::offers).toList())
                .orElse(List.of());
    }

    private static void await(Semaphore wake, long nanos) {
        try {
            if (wake.tryAcquire(nanos, NANOSECONDS)) {
                wake.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NarrowgaugeException(ErrorCode.SERVICE_UNREACHABLE, "The service is stopping; try again.", e);
        }
    }

    Optional<Job> takeSibling(JoinedAgent agent, Attempt of, Duration lease) {
        if (!mayTake(agent) || !has(agent, of)) {
            return Optional.empty();
        }
        return within(agent, () -> jobs.claimSibling(Asked.job(of), agent.owner(), lease));
    }

    /** Whether its node takes jobs now, and it speaks for it: what it has it may finish. */
    private boolean mayTake(JoinedAgent agent) {
        return stores.nodes()
                .seen(agent.node(), agent.holder(Duration.ZERO))
                .filter(node -> node.standing().takesJobs())
                .isPresent();
    }

    /** Whoever counts must not have a job that is claimed lost on its way. */
    private void tellTaken(Job job) {
        try {
            jobs.waited(job.id()).ifPresent(waited -> claims.taken(job, waited));
        } catch (RuntimeException e) {
            LOG.debugf(e, "how long job %s had waited is not known", job.id());
        }
    }

    /**
     * What is claimed, where those with this token have fewer jobs than one agent can work on. Who asks for more wants to read
     * what they name.
     */
    private Optional<Job> within(JoinedAgent agent, Supplier<Optional<Job>> claim) {
        Lock turn = turns.get(Math.floorMod(agent.token().id().hashCode(), turns.size()));
        turn.lock();
        try {
            int held = jobs.heldByAny(agent.token().owners()).size();
            Optional<Job> claimed = held < ControlPlane.MOST_JOBS ? claim.get() : Optional.empty();
            claimed.ifPresent(job -> LOG.infof("job %s, attempt %d, to %s", job.id(), job.attempt(), agent.owner()));
            claimed.ifPresent(this::tellTaken);
            return claimed;
        } finally {
            turn.unlock();
        }
    }

    boolean release(JoinedAgent agent, Attempt attempt) {
        return held(agent, attempt).map(this::giveBack).orElse(false);
    }

    /** Gives back all that the agent has. */
    void releaseAll(JoinedAgent agent) {
        jobs.heldBy(agent.owner()).forEach(this::giveBack);
    }

    /**
     * Gives back an attempt that an agent has, or has not heard of. A job that comes back again and again costs its machine
     * nothing and may never be done, so that from some time on this counts as a fault of the machine does.
     */
    private boolean giveBack(Job job) {
        String owner = job.lease().orElseThrow().owner();
        LOG.infof("job %s, attempt %d, comes back from %s", job.id(), job.attempt(), owner);
        if (releases(job) < FREE_RELEASES) {
            return jobs.release(job.id(), job.attempt());
        }
        return jobs.fail(
                job.id(),
                job.attempt(),
                ErrorCode.ENGINE_UNAVAILABLE,
                "The job was given back again and again, the last time by %s; look into the log of its agent."
                        .formatted(owner));
    }

    /** Of earlier attempts, those that did not fail. */
    private static int releases(Job job) {
        Job.Failures failures = job.failures();
        return job.attempt()
                - 1
                - failures.crashes()
                - failures.resources()
                - failures.lostLeases()
                - failures.infrastructure();
    }

    boolean heartbeat(JoinedAgent agent, Attempt attempt, Duration lease) {
        return jobs.heartbeat(Asked.job(attempt), attempt.getNumber(), agent.owner(), lease);
    }

    /** What it is about. Fails with {@link ErrorCode#ACCESS_DENIED} where the agent does not have the job. */
    BenchmarkInputs inputs(JoinedAgent agent, Attempt attempt) {
        return held(agent, attempt)
                .map(job -> BenchmarkInputs.of(job, stores.runs(), stores.variants()))
                .orElseThrow(() -> new NarrowgaugeException(
                        ErrorCode.ACCESS_DENIED,
                        "The agent does not have attempt %d of job '%s', or not any more; it may ask about its own jobs only."
                                .formatted(attempt.getNumber(), attempt.getJobId())));
    }

    /**
     * True also where the agent had written it before, and did not hear of that. What the message says is not read before it is
     * known that the agent may say it: a few bytes that are compressed take very much memory.
     */
    boolean finish(JoinedAgent agent, FinishRequest request) {
        Attempt attempt = request.getAttempt();
        Optional<Job> found = jobs.find(Asked.job(attempt))
                .filter(job -> job.attempt() == attempt.getNumber())
                .filter(job -> isHeldBy(agent, job) || isDoneOn(agent.node(), job));
        if (found.isEmpty()) {
            return false;
        }
        results.acquireUninterruptibly();
        try {
            Measurement measurement = Asked.read(() -> JobMessages.measurement(request));
            requireOfJob(agent, found.get(), measurement);
            return jobs.finishBenchmark(found.get().id(), attempt.getNumber(), agent.owner(), measurement);
        } finally {
            results.release();
        }
    }

    private static boolean isHeldBy(JoinedAgent agent, Job job) {
        return job.lease().filter(lease -> lease.owner().equals(agent.owner())).isPresent();
    }

    private boolean isDoneOn(String node, Job job) {
        return job.state() == JobState.SUCCEEDED && jobs.isMeasuredOn(job.id(), node);
    }

    private void requireOfJob(JoinedAgent agent, Job job, Measurement measurement) {
        agent.requireNode(measurement.device().node());
        boolean same = measurement.jobId().equals(job.id())
                && measurement.runId().equals(job.runId())
                && measurement.variantId().toString().equals(job.subject())
                && Optional.of(measurement.device().deviceClass()).equals(job.deviceClass())
                && isAsRegistered(measurement.device());
        if (!same) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "The measurement is not of job '%s': its job, run, variant and device class must be those that the job names, and its fingerprint that of the node."
                            .formatted(job.id()));
        }
    }

    private boolean isAsRegistered(Evidence.Device device) {
        return stores.nodes()
                .find(device.node())
                .filter(node -> !node.fingerprint().equals(device.fingerprint()))
                .isEmpty();
    }

    /** Whether the attempt is at work, and this agent works on it. */
    boolean has(JoinedAgent agent, Attempt attempt) {
        return held(agent, attempt).isPresent();
    }

    private Optional<Job> held(JoinedAgent agent, Attempt attempt) {
        return jobs.find(Asked.job(attempt))
                .filter(job -> job.attempt() == attempt.getNumber())
                .filter(job -> isHeldBy(agent, job));
    }
}

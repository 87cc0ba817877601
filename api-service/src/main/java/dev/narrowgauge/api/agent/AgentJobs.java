package dev.narrowgauge.api.agent;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.narrowgauge.db.Channel;
import dev.narrowgauge.db.JobStore;
import dev.narrowgauge.db.notify.Notifications;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.job.DocumentVersions;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.variant.Measurement;
import dev.narrowgauge.gateway.BenchmarkInputs;
import dev.narrowgauge.gateway.JobMessages;
import dev.narrowgauge.proto.v1.Attempt;
import dev.narrowgauge.proto.v1.TakeRequest;
import io.grpc.Context;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/** Benchmark jobs for agents outside: each claims for its node, and speaks for its own attempts only. */
final class AgentJobs {
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    /** For what becomes due later, and for a notification that was missed. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** What an agent asks for. */
    private record Wanted(List<String> classes, DocumentVersions known, Duration lease) {}

    private final AgentStores stores;
    private final JobStore jobs;
    private final Notifications notifications;
    private final BooleanSupplier stopping;

    AgentJobs(AgentStores stores, Notifications notifications, BooleanSupplier stopping) {
        this.stores = stores;
        this.jobs = stores.jobs();
        this.notifications = notifications;
        this.stopping = stopping;
    }

    /**
     * Waits until there is one to claim, the time is over, or nobody waits for the answer any more. Fails with
     * {@link ErrorCode#DOCUMENT_TOO_NEW} where the agent writes measurements that only a newer program reads.
     */
    Optional<Job> take(JoinedAgent agent, TakeRequest request) {
        Duration lease = Asked.time("lease_millis", request.getLeaseMillis());
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
                .filter(job -> jobs.heartbeat(job.id(), job.attempt(), agent.owner(), lease))
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
                Optional<Job> claimed = claim(agent, wanted, call);
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

    private Optional<Job> claim(JoinedAgent agent, Wanted wanted, Context call) {
        List<String> classes = open(agent.node(), wanted.classes());
        Optional<Job> claimed = jobs.claimNext(classes, wanted.known(), agent.owner(), wanted.lease());
        if (claimed.isPresent() && call.isCancelled()) {
            // An agent that asks no more, as in a drained node, would not hear of it before its lease runs out.
            jobs.release(claimed.get().id(), claimed.get().attempt());
            return Optional.empty();
        }
        return claimed;
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
        return has(agent, of) ? jobs.claimSibling(Asked.job(of), agent.owner(), lease) : Optional.empty();
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

    /** True also where the agent had written it before, and did not hear of that. */
    boolean finish(JoinedAgent agent, Attempt attempt, Measurement measurement) {
        UUID id = Asked.job(attempt);
        Optional<Job> found = jobs.find(id);
        if (found.isEmpty() || isAnothers(agent, found.get())) {
            return false;
        }
        requireOfJob(agent, found.get(), measurement);
        return jobs.finishBenchmark(id, attempt.getNumber(), measurement);
    }

    private static boolean isAnothers(JoinedAgent agent, Job job) {
        return job.lease().filter(lease -> !lease.owner().equals(agent.owner())).isPresent();
    }

    private static void requireOfJob(JoinedAgent agent, Job job, Measurement measurement) {
        agent.requireNode(measurement.device().node());
        boolean same = measurement.jobId().equals(job.id())
                && measurement.runId().equals(job.runId())
                && measurement.variantId().toString().equals(job.subject())
                && Optional.of(measurement.device().deviceClass()).equals(job.deviceClass());
        if (!same) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "The measurement is not of job '%s': its job, run, variant and device class must be those that the job names."
                            .formatted(job.id()));
        }
    }

    /** Whether the attempt is at work, and this agent works on it. */
    boolean has(JoinedAgent agent, Attempt attempt) {
        return held(agent, attempt).isPresent();
    }

    private Optional<Job> held(JoinedAgent agent, Attempt attempt) {
        return jobs.find(Asked.job(attempt))
                .filter(job -> job.attempt() == attempt.getNumber())
                .filter(job -> job.lease()
                        .filter(lease -> lease.owner().equals(agent.owner()))
                        .isPresent());
    }
}

package dev.narrowgauge.api.agent;

import dev.narrowgauge.api.node.SharedLook;
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
import dev.narrowgauge.queue.ClaimListener;
import io.grpc.Context;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Benchmark jobs for agents outside: each claims for its node, and speaks for its own attempts only. */
final class AgentJobs {
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    /** What an agent asks for. */
    private record Wanted(List<String> classes, DocumentVersions known, Duration lease) {}

    private final AgentStores stores;
    private final JobStore jobs;
    private final SharedLook<List<String>> waiting;
    private final JobWait waits;
    private final ClaimTurns turns;
    private final HandedJobs handed;

    AgentJobs(AgentStores stores, Notifications notifications, ClaimListener claims, BooleanSupplier stopping) {
        this.stores = stores;
        this.jobs = stores.jobs();
        this.waiting = new SharedLook<>(jobs::waitingClasses);
        this.waits = new JobWait(notifications, stopping);
        this.turns = new ClaimTurns(jobs, claims);
        this.handed = new HandedJobs(jobs);
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
                .filter(job -> jobs.heartbeat(job.id(), job.attempt(), agent.owner(), HandedJobs.first(lease)))
                .findFirst();
    }

    private Optional<Job> next(JoinedAgent agent, Wanted wanted, Duration longest) {
        Context call = Context.current();
        return waits.until(call, longest, () -> isAnyWaiting(wanted) ? claim(agent, wanted, call) : Optional.empty());
    }

    /** Every submission wakes every agent that waits: one look tells all of them which classes it was for. */
    private boolean isAnyWaiting(Wanted wanted) {
        return waiting.get().stream().anyMatch(wanted.classes()::contains);
    }

    private Optional<Job> claim(JoinedAgent agent, Wanted wanted, Context call) {
        List<String> classes = open(agent.node(), wanted.classes());
        Duration lease = HandedJobs.first(wanted.lease());
        Optional<Job> claimed =
                turns.within(agent, () -> jobs.claimNext(classes, wanted.known(), agent.owner(), lease));
        if (claimed.isPresent() && call.isCancelled()) {
            // An agent that asks no more, as in a drained node, would not hear of it before its lease runs out.
            jobs.release(claimed.get().id(), claimed.get().attempt());
            return Optional.empty();
        }
        claimed.ifPresent(job -> requireGood(agent, job));
        claimed.ifPresent(handed::watch);
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

    /** Those that the node takes jobs of now, whether its agent knows that yet or not. */
    private List<String> open(String name, List<String> asked) {
        return stores.nodes()
                .find(name)
                .filter(node -> node.standing().takesJobs())
                .map(node -> asked.stream().filter(node::offers).toList())
                .orElse(List.of());
    }

    Optional<Job> takeSibling(JoinedAgent agent, Attempt of, Duration lease) {
        if (!mayTake(agent) || !has(agent, of)) {
            return Optional.empty();
        }
        return turns.within(agent, () -> jobs.claimSibling(Asked.job(of), agent.owner(), lease));
    }

    /** Whether its node takes jobs now, and it speaks for it: what it has it may finish. */
    private boolean mayTake(JoinedAgent agent) {
        return stores.nodes()
                .seen(agent.node(), agent.holder(Duration.ZERO))
                .filter(node -> node.standing().takesJobs())
                .isPresent();
    }

    boolean release(JoinedAgent agent, Attempt attempt) {
        return held(agent, attempt).map(handed::giveBack).orElse(false);
    }

    /** Gives back all that the agent has. */
    void releaseAll(JoinedAgent agent) {
        jobs.heldBy(agent.owner()).forEach(handed::giveBack);
    }

    boolean heartbeat(JoinedAgent agent, Attempt attempt, Duration lease) {
        return jobs.heartbeat(Asked.job(attempt), attempt.getNumber(), agent.owner(), lease);
    }

    /** What it is about. Fails with {@link ErrorCode#ACCESS_DENIED} where the agent does not have the job. */
    BenchmarkInputs inputs(JoinedAgent agent, Attempt attempt) {
        return held(agent, attempt)
                .map(job -> BenchmarkInputs.of(job, stores.ofJobs()))
                .orElseThrow(() -> new NarrowgaugeException(
                        ErrorCode.ACCESS_DENIED,
                        "The agent does not have attempt %d of job '%s', or not any more; it may ask about its own jobs only."
                                .formatted(attempt.getNumber(), attempt.getJobId())));
    }

    /** Whether the attempt is at work, and this agent works on it. */
    boolean has(JoinedAgent agent, Attempt attempt) {
        return held(agent, attempt).isPresent();
    }

    private Optional<Job> held(JoinedAgent agent, Attempt attempt) {
        return jobs.find(Asked.job(attempt))
                .filter(job -> job.attempt() == attempt.getNumber())
                .filter(agent::has);
    }
}

package dev.narrowgauge.api.agent;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.gate.Evidence;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.job.JobState;
import dev.narrowgauge.domain.variant.Measurement;
import dev.narrowgauge.gateway.JobMessages;
import dev.narrowgauge.proto.v1.Attempt;
import dev.narrowgauge.proto.v1.FinishRequest;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** What agents outside have measured, as they hand it in: each for its own attempts, and of its own node. */
final class AgentResults {
    /** Results that are in memory at a time. */
    private static final int MOST = 2;

    private final AgentStores stores;
    private final Semaphore inMemory = new Semaphore(MOST);

    AgentResults(AgentStores stores) {
        this.stores = stores;
    }

    /**
     * True also where the agent had written it before, and did not hear of that. What the message says is not read before it is
     * known that the agent may say it: a few bytes that are compressed take very much memory.
     */
    boolean finish(JoinedAgent agent, FinishRequest request) {
        Attempt attempt = request.getAttempt();
        Optional<Job> found = stores.jobs()
                .find(Asked.job(attempt))
                .filter(job -> job.attempt() == attempt.getNumber())
                .filter(job -> agent.has(job) || isDoneOn(agent.node(), job));
        if (found.isEmpty()) {
            return false;
        }
        inMemory.acquireUninterruptibly();
        try {
            Measurement measurement = Asked.read(() -> JobMessages.measurement(request));
            requireOfJob(agent, found.get(), measurement);
            return stores.jobs().finishBenchmark(found.get().id(), attempt.getNumber(), agent.owner(), measurement);
        } finally {
            inMemory.release();
        }
    }

    private boolean isDoneOn(String node, Job job) {
        return job.state() == JobState.SUCCEEDED && stores.jobs().isMeasuredOn(job.id(), node);
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
}

package dev.narrowgauge.gateway;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.db.ControlStore;
import dev.narrowgauge.db.notify.Notifications;
import dev.narrowgauge.domain.job.DocumentVersions;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.latency.Control;
import dev.narrowgauge.domain.node.Node;
import dev.narrowgauge.domain.node.Standing;
import dev.narrowgauge.domain.variant.Measurement;
import dev.narrowgauge.proto.v1.Attempt;
import dev.narrowgauge.proto.v1.FailStrandedRequest;
import dev.narrowgauge.proto.v1.FinishRequest;
import dev.narrowgauge.proto.v1.FollowWishesRequest;
import dev.narrowgauge.proto.v1.LeaveRequest;
import dev.narrowgauge.proto.v1.SeenRequest;
import dev.narrowgauge.proto.v1.SourcesRequest;
import dev.narrowgauge.queue.TaskSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** For an agent that reaches nothing but the API's gRPC. */
public final class GatewayControlPlane implements ControlPlane {
    /** Of a call that is answered at once. */
    static final Duration CALL = Duration.ofSeconds(15);

    /** Of the call that sends a measurement. */
    private static final Duration RESULT = Duration.ofSeconds(45);

    private final GatewayConnection gateway;
    private final Duration silence;

    /** What this agent works on: whatever else it has it was given by an answer that was lost. */
    private final Set<Attempt> held = ConcurrentHashMap.newKeySet();

    /**
     * @param gateway that knows the agent's process; closed with this
     * @param silence after which the agent is taken for dead
     */
    public GatewayControlPlane(GatewayConnection gateway, Duration silence) {
        this.gateway = requireNonNull(gateway, "gateway is null");
        this.silence = requireNonNull(silence, "silence is null");
    }

    @Override
    public Optional<Standing> register(Node node) {
        return NodeMessages.standingOf(
                gateway.call(CALL, calls -> calls.register(NodeMessages.registration(node, silence))));
    }

    @Override
    public Optional<Standing> seen(String node, Optional<String> whyPaused) {
        DocumentVersions known = DocumentVersions.known();
        SeenRequest.Builder said =
                SeenRequest.newBuilder().setRecipeVersion(known.recipe()).setPolicyVersion(known.policy());
        whyPaused.ifPresent(said::setPaused);
        return NodeMessages.standingOf(gateway.call(CALL, calls -> calls.seen(said.build())));
    }

    @Override
    public Notifications.Subscription wishes(String node, Runnable listener) {
        return GatewayStream.follow(
                "wishes",
                gateway,
                calls -> calls.followWishes(FollowWishesRequest.getDefaultInstance()),
                _ -> listener.run());
    }

    @Override
    public void leave(String node) {
        gateway.call(CALL, calls -> calls.leave(LeaveRequest.getDefaultInstance()));
    }

    @Override
    public TaskSource tasks(List<String> deviceClasses) {
        return new GatewayTasks(gateway, deviceClasses, held);
    }

    @Override
    public BenchmarkInputs inputs(Job job) {
        Attempt attempt = JobMessages.attempt(job.id(), job.attempt());
        return JobMessages.inputsOf(gateway.call(CALL, calls -> calls.inputs(attempt)));
    }

    @Override
    public boolean finish(UUID jobId, int attempt, Measurement measurement) {
        FinishRequest result = JobMessages.result(JobMessages.attempt(jobId, attempt), measurement);
        boolean written = gateway.call(RESULT, calls -> calls.finish(result)).getHeld();
        held.remove(result.getAttempt());
        return written;
    }

    /** The gateway knows how its node stands. */
    @Override
    public void failStranded(String node, Standing.Quarantine quarantine) {
        gateway.call(CALL, calls -> calls.failStranded(FailStrandedRequest.getDefaultInstance()));
    }

    @Override
    public List<ControlStore.Source> sources(String node) {
        return NodeMessages.sourcesOf(gateway.call(CALL, calls -> calls.sources(SourcesRequest.getDefaultInstance())));
    }

    @Override
    public void endRecheck(String node, List<Control> controls, Optional<String> refusal) {
        gateway.call(CALL, calls -> calls.endRecheck(NodeMessages.recheck(controls, refusal)));
    }

    @Override
    public void close() {
        gateway.close();
    }
}

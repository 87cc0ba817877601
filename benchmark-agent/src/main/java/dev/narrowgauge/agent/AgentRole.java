package dev.narrowgauge.agent;

import dev.narrowgauge.agent.hardware.HardwareDetector;
import dev.narrowgauge.agent.hardware.HardwareProfile;
import dev.narrowgauge.blob.BlobSource;
import dev.narrowgauge.blob.BlobStore;
import dev.narrowgauge.domain.node.Node;
import dev.narrowgauge.domain.node.NodeLabels;
import dev.narrowgauge.engine.client.EngineCall;
import dev.narrowgauge.engine.client.EngineLimits;
import dev.narrowgauge.engine.client.ProgressListener;
import dev.narrowgauge.gateway.ControlPlane;
import dev.narrowgauge.metrics.ChildMeters;
import dev.narrowgauge.metrics.TaskMeters;
import dev.narrowgauge.queue.ProcessName;
import dev.narrowgauge.queue.TaskTraces;
import dev.narrowgauge.service.BlobConfig;
import dev.narrowgauge.service.ChildLimits;
import dev.narrowgauge.service.Presences;
import dev.narrowgauge.service.ProcessEnd;
import dev.narrowgauge.service.RoleSettings;
import dev.narrowgauge.service.TaskRole;
import dev.narrowgauge.service.TaskService;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.Config;

/** The agent as a role of its application. */
@Singleton
final class AgentRole implements TaskRole {
    static final String NAME = "agent";

    /** A measurement has the machine to itself. */
    private static final int SLOTS = 1;

    /** Baseline, control and variant. */
    private static final int CHILDREN = 3;

    private final AgentConfig config;
    private final BlobConfig blobs;
    private final Provider<AgentInside> inside;
    private final TaskMeters tasks;
    private final ChildMeters children;
    private final TaskTraces traces;
    private final ProcessEnd end;
    private final String version;
    private final String process = ProcessName.of(NAME);

    /** @param inside only asked for where there is no gateway */
    AgentRole(
            AgentConfig config,
            BlobConfig blobs,
            Provider<AgentInside> inside,
            TaskMeters tasks,
            ChildMeters children,
            TaskTraces traces,
            ProcessEnd end,
            Config application) {
        this.config = config;
        this.blobs = blobs;
        this.inside = inside;
        this.tasks = tasks;
        this.children = children;
        this.traces = traces;
        this.end = end;
        this.version = Presences.version(application);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String process() {
        return process;
    }

    @Override
    public AgentConfig config() {
        return config;
    }

    /** The API does so for an agent outside, which reaches no database. */
    @Override
    public boolean announcesItself() {
        return config.gateway().url().isPresent();
    }

    @Override
    public TaskService start(Supplier<BlobStore> store) {
        List<String> labels = NodeLabels.of(config.labels().orElse(List.of()));
        HardwareProfile profile = HardwareDetector.ofThisMachine().detect();
        NodeEngines engines =
                NodeEngines.installed(profile, config.workDir(), ChildLimits.of(config, CHILDREN), children);
        Node node = OfferedNode.of(
                        profile, config.name().orElseGet(ProcessName::host), Instant.now(), engines.provenClasses())
                .withLabels(labels);
        RoleSettings settings = RoleSettings.of(config, process, SLOTS, traces).heardBy(tasks);
        if (config.gateway().url().isEmpty()) {
            return start(settings, node, engines, inside.get().plane(Agent.holder(settings)), store.get());
        }
        AgentOutside outside =
                AgentOutside.open(config.gateway(), blobs.cache(), node.name(), Agent.holder(settings), version);
        return outside.with(() -> start(settings, node, engines, outside.plane(), outside.blobs()));
    }

    private Agent start(RoleSettings settings, Node node, NodeEngines engines, ControlPlane plane, BlobSource store) {
        EngineLimits limits = ChildLimits.of(config, CHILDREN);
        BenchmarkHandler handler = new BenchmarkHandler(
                plane,
                store,
                engines,
                limits,
                config.forks(),
                new FurtherLooks(config.profile(), config.usage()),
                node);
        Recheck recheck = new Recheck(
                plane,
                store,
                (model, samples, plan, cancel) -> engines.own()
                        .benchmark()
                        .compare(model, model, samples, plan, new EngineCall(limits, ProgressListener.none(), cancel))
                        .evidence());
        return Agent.start(settings, plane, node, handler, recheck, end);
    }
}

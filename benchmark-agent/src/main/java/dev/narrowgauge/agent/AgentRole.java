package dev.narrowgauge.agent;

import dev.narrowgauge.agent.hardware.HardwareDetector;
import dev.narrowgauge.blob.BlobStore;
import dev.narrowgauge.db.ControlStore;
import dev.narrowgauge.db.JobStore;
import dev.narrowgauge.db.NodeStore;
import dev.narrowgauge.db.RunStore;
import dev.narrowgauge.db.VariantStore;
import dev.narrowgauge.db.notify.Notifications;
import dev.narrowgauge.domain.node.Node;
import dev.narrowgauge.engine.client.Engine;
import dev.narrowgauge.engine.client.EngineCall;
import dev.narrowgauge.engine.client.EngineHome;
import dev.narrowgauge.engine.client.EngineLimits;
import dev.narrowgauge.engine.client.MachineLock;
import dev.narrowgauge.engine.client.ProgressListener;
import dev.narrowgauge.gateway.ControlPlane;
import dev.narrowgauge.gateway.DirectControlPlane;
import dev.narrowgauge.queue.Brokers;
import dev.narrowgauge.queue.ProcessName;
import dev.narrowgauge.service.ChildLimits;
import dev.narrowgauge.service.RoleSettings;
import dev.narrowgauge.service.TaskRole;
import dev.narrowgauge.service.TaskService;
import jakarta.inject.Singleton;
import java.time.Instant;

/** The agent as a role of its application. */
@Singleton
final class AgentRole implements TaskRole {
    static final String NAME = "agent";

    /** A measurement has the machine to itself. */
    private static final int SLOTS = 1;

    /** Baseline, control and variant. */
    private static final int CHILDREN = 3;

    private final AgentConfig config;
    private final DirectControlPlane.Stores stores;
    private final Notifications notifications;
    private final Brokers brokers;

    AgentRole(
            AgentConfig config,
            NodeStore nodes,
            JobStore jobs,
            RunStore runs,
            VariantStore variants,
            ControlStore controls,
            Notifications notifications,
            Brokers brokers) {
        this.config = config;
        this.stores = new DirectControlPlane.Stores(nodes, jobs, runs, variants, controls);
        this.notifications = notifications;
        this.brokers = brokers;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public AgentConfig config() {
        return config;
    }

    @Override
    public TaskService start(BlobStore blobs) {
        Node node = OfferedNode.of(
                HardwareDetector.ofThisMachine().detect(), config.name().orElseGet(ProcessName::host), Instant.now());
        Engine engine = new Engine(EngineHome.find().program(), config.workDir(), MachineLock.ofThisMachine());
        EngineLimits limits = ChildLimits.of(config, CHILDREN);
        RoleSettings settings = RoleSettings.of(config, ProcessName.of(NAME), SLOTS);
        ControlPlane plane = new DirectControlPlane(stores, notifications, brokers, Agent.holder(settings));
        BenchmarkHandler handler = new BenchmarkHandler(plane, blobs, engine, limits, config.forks(), node);
        Recheck recheck = new Recheck(
                plane,
                blobs,
                (model, samples, plan, cancel) -> engine.benchmark()
                        .compare(model, model, samples, plan, new EngineCall(limits, ProgressListener.none(), cancel))
                        .evidence());
        return Agent.start(settings, plane, node, handler, recheck);
    }
}

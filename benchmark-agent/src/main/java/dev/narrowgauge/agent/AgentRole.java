package dev.narrowgauge.agent;

import dev.narrowgauge.agent.hardware.HardwareDetector;
import dev.narrowgauge.db.ControlStore;
import dev.narrowgauge.db.Database;
import dev.narrowgauge.db.blob.BlobStore;
import dev.narrowgauge.domain.node.Node;
import dev.narrowgauge.engine.client.Engine;
import dev.narrowgauge.engine.client.EngineCall;
import dev.narrowgauge.engine.client.EngineHome;
import dev.narrowgauge.engine.client.EngineLimits;
import dev.narrowgauge.engine.client.MachineLock;
import dev.narrowgauge.engine.client.ProgressListener;
import dev.narrowgauge.queue.ProcessName;
import dev.narrowgauge.service.ChildLimits;
import dev.narrowgauge.service.RoleSettings;
import dev.narrowgauge.service.TaskRole;
import dev.narrowgauge.service.TaskService;
import jakarta.inject.Singleton;
import java.time.Instant;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/** The agent as a role of its application. */
@Singleton
final class AgentRole implements TaskRole {
    static final String NAME = "agent";

    /** A measurement has the machine to itself. */
    private static final int SLOTS = 1;

    /** Baseline, control and variant. */
    private static final int CHILDREN = 3;

    private final AgentConfig config;
    private final DataSource dataSource;

    AgentRole(AgentConfig config, DataSource dataSource) {
        this.config = config;
        this.dataSource = dataSource;
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
        Jdbi jdbi = Database.jdbi(dataSource);
        BenchmarkHandler handler = new BenchmarkHandler(jdbi, blobs, engine, limits, config.forks(), node);
        Recheck recheck = new Recheck(
                new ControlStore(jdbi),
                blobs,
                (model, samples, plan, cancel) -> engine.benchmark()
                        .compare(model, model, samples, plan, new EngineCall(limits, ProgressListener.none(), cancel))
                        .evidence());
        RoleSettings settings = RoleSettings.of(config, ProcessName.of(NAME), SLOTS);
        return Agent.start(settings, dataSource, node, handler, recheck);
    }
}

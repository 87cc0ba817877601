package dev.narrowgauge.agent;

import dev.narrowgauge.agent.hardware.HardwareDetector;
import dev.narrowgauge.db.ControlStore;
import dev.narrowgauge.db.Database;
import dev.narrowgauge.db.Migrations;
import dev.narrowgauge.db.StoredContent;
import dev.narrowgauge.db.blob.BlobStore;
import dev.narrowgauge.domain.node.Node;
import dev.narrowgauge.engine.client.Engine;
import dev.narrowgauge.engine.client.EngineCall;
import dev.narrowgauge.engine.client.EngineHome;
import dev.narrowgauge.engine.client.EngineLimits;
import dev.narrowgauge.engine.client.MachineLock;
import dev.narrowgauge.engine.client.ProgressListener;
import dev.narrowgauge.queue.ProcessName;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/** Starts and stops the agent with the application it is part of. */
@Singleton
final class AgentLifecycle {
    private final AgentConfig config;
    private final DataSource dataSource;
    private Agent agent;

    AgentLifecycle(AgentConfig config, DataSource dataSource) {
        this.config = config;
        this.dataSource = dataSource;
    }

    void start(@Observes StartupEvent event) {
        if (!config.enabled()) {
            return;
        }
        Migrations.migrate(dataSource);
        Node node = OfferedNode.of(
                HardwareDetector.ofThisMachine().detect(), config.name().orElseGet(ProcessName::host), Instant.now());
        Engine engine = new Engine(EngineHome.find().program(), config.workDir(), MachineLock.ofThisMachine());
        Jdbi jdbi = Database.jdbi(dataSource);
        BlobStore blobs = BlobStore.open(config.blobDir());
        StoredContent.require(jdbi, blobs);
        BenchmarkHandler handler = new BenchmarkHandler(jdbi, blobs, engine, limits(), config.forks(), node);
        Recheck recheck = new Recheck(
                new ControlStore(jdbi),
                blobs,
                (model, samples, plan, cancel) -> engine.benchmark()
                        .compare(model, model, samples, plan, new EngineCall(limits(), ProgressListener.none(), cancel))
                        .evidence());
        Agent.Settings settings = new Agent.Settings(
                config.kafka(), ProcessName.of("agent"), config.lease(), config.heartbeat(), config.grace());
        agent = Agent.start(settings, dataSource, node, handler, recheck);
    }

    private EngineLimits limits() {
        EngineLimits machine =
                EngineLimits.ofThisMachine().withDeadline(config.deadline()).withThreads(config.childThreads());
        long third = Math.max(EngineLimits.MIN_MEMORY_BYTES, machine.memoryBytes() / 3);
        return machine.withMemoryBytes(
                config.childMemoryMib().isPresent() ? config.childMemoryMib().getAsLong() << 20 : third);
    }

    /** Why no jobs are taken for now; empty where they are, and where no agent is wanted. */
    Optional<String> whyPaused() {
        return Optional.ofNullable(agent).flatMap(Agent::whyPaused);
    }

    /** Before an API in the same process waits for its requests: a job that is begun meanwhile would be cut. */
    void leave(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) ShutdownDelayInitiatedEvent event) {
        if (agent != null) {
            agent.takeNoMore();
        }
    }

    void stop(@Observes ShutdownEvent event) {
        if (agent != null) {
            agent.close();
        }
    }
}

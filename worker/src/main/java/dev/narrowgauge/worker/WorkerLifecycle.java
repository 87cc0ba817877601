package dev.narrowgauge.worker;

import dev.narrowgauge.db.Database;
import dev.narrowgauge.db.Migrations;
import dev.narrowgauge.db.StoredContent;
import dev.narrowgauge.db.blob.BlobStore;
import dev.narrowgauge.engine.client.Engine;
import dev.narrowgauge.engine.client.EngineHome;
import dev.narrowgauge.engine.client.EngineLimits;
import dev.narrowgauge.engine.client.EngineProgram;
import dev.narrowgauge.engine.client.MachineLock;
import dev.narrowgauge.engine.client.SpareChild;
import dev.narrowgauge.queue.ProcessName;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/** Starts and stops the worker with the application it is part of. */
@Singleton
final class WorkerLifecycle {
    private final WorkerConfig config;
    private final DataSource dataSource;
    private SpareChild spare;
    private Worker worker;

    WorkerLifecycle(WorkerConfig config, DataSource dataSource) {
        this.config = config;
        this.dataSource = dataSource;
    }

    void start(@Observes StartupEvent event) {
        if (!config.enabled()) {
            return;
        }
        Migrations.migrate(dataSource);
        EngineLimits limits = limits();
        Jdbi jdbi = Database.jdbi(dataSource);
        BlobStore blobs = BlobStore.open(config.blobDir());
        StoredContent.require(jdbi, blobs);
        QuantizeHandler handler =
                new QuantizeHandler(jdbi, blobs, engine(limits), limits, config.workDir(), ProcessName.host());
        Worker.Settings settings = new Worker.Settings(
                config.kafka(),
                config.name().orElseGet(() -> ProcessName.of("worker")),
                config.slots(),
                config.lease(),
                config.heartbeat(),
                config.grace());
        worker = Worker.start(settings, dataSource, handler);
    }

    private Engine engine(EngineLimits limits) {
        EngineProgram program = EngineHome.find().program();
        MachineLock machine = MachineLock.ofThisMachine();
        Engine engine = new Engine(program, config.workDir(), machine);
        if (!config.spareChild()) {
            return engine;
        }
        spare = SpareChild.keep(program, config.workDir(), machine, limits);
        return engine.with(spare);
    }

    private EngineLimits limits() {
        EngineLimits machine =
                EngineLimits.ofThisMachine().withDeadline(config.deadline()).withThreads(config.childThreads());
        long share = Math.max(EngineLimits.MIN_MEMORY_BYTES, machine.memoryBytes() / config.slots());
        return machine.withMemoryBytes(
                config.childMemoryMib().isPresent() ? config.childMemoryMib().getAsLong() << 20 : share);
    }

    /** Why no jobs are taken for now; empty where they are, and where no worker is wanted. */
    Optional<String> whyPaused() {
        return Optional.ofNullable(worker).flatMap(Worker::whyPaused);
    }

    /** Before an API in the same process waits for its requests: a job that is begun meanwhile would be cut. */
    void leave(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) ShutdownDelayInitiatedEvent event) {
        if (worker != null) {
            worker.takeNoMore();
        }
    }

    void stop(@Observes ShutdownEvent event) {
        if (worker != null) {
            worker.close();
        }
        if (spare != null) {
            spare.close();
        }
    }
}

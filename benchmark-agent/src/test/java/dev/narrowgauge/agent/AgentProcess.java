package dev.narrowgauge.agent;

import dev.narrowgauge.blob.BlobStore;
import dev.narrowgauge.blob.FolderBlobStore;
import dev.narrowgauge.db.ControlStore;
import dev.narrowgauge.db.Database;
import dev.narrowgauge.db.JobStore;
import dev.narrowgauge.db.NodeStore;
import dev.narrowgauge.db.RunStore;
import dev.narrowgauge.db.VariantStore;
import dev.narrowgauge.db.notify.Notifications;
import dev.narrowgauge.domain.node.Node;
import dev.narrowgauge.engine.client.Engine;
import dev.narrowgauge.engine.client.EngineLimits;
import dev.narrowgauge.engine.client.EngineProgram;
import dev.narrowgauge.engine.client.MachineLock;
import dev.narrowgauge.gateway.ControlPlane;
import dev.narrowgauge.gateway.DirectControlPlane;
import dev.narrowgauge.queue.Brokers;
import dev.narrowgauge.queue.TaskTraces;
import dev.narrowgauge.service.RoleSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.ds.PGSimpleDataSource;

/** A real agent with the fake engine, in this process or in one of its own, which a test may kill. */
final class AgentProcess {
    static final String DEVICE_CLASS = "x86-vnni";
    private static final Duration LEASE = Duration.ofSeconds(8);
    private static final EngineProgram PROGRAM =
            new EngineProgram(System.getProperty("java.class.path"), FakeEngine.class.getName(), Optional.empty());

    /** What an agent needs to know. */
    record Environment(PGSimpleDataSource database, String kafka, Path blobs, Path work) {}

    private AgentProcess() {}

    static Process start(Environment environment, String name) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        AgentProcess.class.getName(),
                        environment.database().getUrl(),
                        environment.database().getUser(),
                        environment.database().getPassword(),
                        environment.kafka(),
                        environment.blobs().toString(),
                        environment.work().toString(),
                        name)
                .redirectErrorStream(true)
                .redirectOutput(environment.work().resolveSibling(name + ".log").toFile())
                .start();
    }

    static Agent run(Environment environment, Notifications notifications, String name) {
        Node node = new Node(
                "node-1", "a processor", List.of(DEVICE_CLASS), "f".repeat(64), Map.of(), Instant.EPOCH, Instant.EPOCH);
        Jdbi jdbi = Database.jdbi(environment.database());
        RoleSettings settings = new RoleSettings(name, 1, LEASE, LEASE.dividedBy(4), Duration.ZERO, TaskTraces.NONE);
        DirectControlPlane.Stores stores = new DirectControlPlane.Stores(
                new NodeStore(jdbi),
                new JobStore(jdbi),
                new RunStore(jdbi),
                new VariantStore(jdbi),
                new ControlStore(jdbi));
        ControlPlane plane =
                new DirectControlPlane(stores, notifications, Brokers.at(environment.kafka()), Agent.holder(settings));
        BlobStore blobs = FolderBlobStore.open(environment.blobs());
        BenchmarkHandler handler = new BenchmarkHandler(
                plane,
                blobs,
                NodeEngines.of(new Engine(
                        PROGRAM,
                        environment.work(),
                        MachineLock.in(environment.work().resolve("lock")))),
                new EngineLimits(512L << 20, Duration.ofMinutes(5), 1),
                1,
                new FurtherLooks(true, false),
                node);
        Recheck never = new Recheck(plane, blobs, (_, _, _, _) -> {
            throw new IllegalStateException("nobody asked for it");
        });
        return Agent.start(settings, plane, node, handler, never, _ -> {});
    }

    public static void main(String[] arguments) throws InterruptedException {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(arguments[0]);
        database.setUser(arguments[1]);
        database.setPassword(arguments[2]);
        Environment environment = new Environment(database, arguments[3], Path.of(arguments[4]), Path.of(arguments[5]));
        try (Notifications notifications = Notifications.start(database);
                Agent _ = run(environment, notifications, arguments[6])) {
            new CountDownLatch(1).await();
        }
    }
}

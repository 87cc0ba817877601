package dev.narrowgauge.worker;

import dev.narrowgauge.blob.FolderBlobStore;
import dev.narrowgauge.db.Database;
import dev.narrowgauge.db.JobStore;
import dev.narrowgauge.db.RunStore;
import dev.narrowgauge.db.TaskTopic;
import dev.narrowgauge.db.notify.Notifications;
import dev.narrowgauge.engine.client.Engine;
import dev.narrowgauge.engine.client.EngineLimits;
import dev.narrowgauge.engine.client.EngineProgram;
import dev.narrowgauge.engine.client.MachineLock;
import dev.narrowgauge.queue.Brokers;
import dev.narrowgauge.queue.DispatchGroup;
import dev.narrowgauge.queue.DispatchedTasks;
import dev.narrowgauge.queue.TaskGroup;
import dev.narrowgauge.queue.TaskTraces;
import dev.narrowgauge.service.RoleSettings;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.ds.PGSimpleDataSource;

/** A real worker in a process of its own, with the fake engine, that a test may stop and kill. */
record WorkerProcess(Process process, Path workDirectory) implements AutoCloseable {
    static final Duration LEASE = Duration.ofSeconds(8);

    /** What a worker needs to know. */
    record Environment(PGSimpleDataSource database, String kafka, Path blobs, Path root) {}

    static WorkerProcess start(Environment environment, String name, boolean holds) throws IOException {
        Path work = Files.createDirectories(environment.root().resolve(name));
        if (holds) {
            Files.createFile(work.resolve(FakeEngine.HOLD));
        }
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        WorkerProcess.class.getName(),
                        environment.database().getUrl(),
                        environment.database().getUser(),
                        environment.database().getPassword(),
                        environment.kafka(),
                        environment.blobs().toString(),
                        work.toString(),
                        name)
                .redirectErrorStream(true)
                .redirectOutput(new File(environment.root().toFile(), name + ".log"))
                .start();
        return new WorkerProcess(process, work);
    }

    /** Lets the engine of a worker that holds go on. */
    void letGo() throws IOException {
        Files.delete(workDirectory.resolve(FakeEngine.HOLD));
    }

    void signal(String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** A worker in this process, which works in the root of its environment. */
    static Worker run(Environment environment, Notifications notifications, String name) {
        Path work = environment.root();
        EngineProgram program =
                new EngineProgram(System.getProperty("java.class.path"), FakeEngine.class.getName(), Optional.empty());
        Jdbi jdbi = Database.jdbi(environment.database());
        JobStore jobs = new JobStore(jdbi);
        QuantizeHandler handler = new QuantizeHandler(
                new RunStore(jdbi),
                jobs,
                FolderBlobStore.open(environment.blobs()),
                new Engine(program, work, MachineLock.in(work.resolve("lock"))),
                new EngineLimits(512L << 20, Duration.ofMinutes(5), 1),
                work,
                "host");
        RoleSettings settings = new RoleSettings(name, 2, LEASE, LEASE.dividedBy(4), Duration.ZERO, TaskTraces.NONE);
        DispatchGroup group =
                new DispatchGroup(Brokers.at(environment.kafka()), TaskGroup.WORKERS, List.of(TaskTopic.QUANTIZE));
        return Worker.start(
                settings, new DispatchedTasks(jobs, notifications, group), handler, Optional.empty(), _ -> {});
    }

    public static void main(String[] arguments) throws InterruptedException {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(arguments[0]);
        database.setUser(arguments[1]);
        database.setPassword(arguments[2]);
        Environment environment = new Environment(database, arguments[3], Path.of(arguments[4]), Path.of(arguments[5]));
        Notifications notifications = Notifications.start(database);
        Worker worker = run(environment, notifications, arguments[6]);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            worker.close();
            notifications.close();
        }));
        new CountDownLatch(1).await();
    }
}

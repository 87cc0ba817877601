package dev.narrowgauge.worker;

import dev.narrowgauge.blob.BlobStore;
import dev.narrowgauge.db.JobStore;
import dev.narrowgauge.db.RunStore;
import dev.narrowgauge.db.TaskTopic;
import dev.narrowgauge.db.notify.Notifications;
import dev.narrowgauge.domain.job.DocumentVersions;
import dev.narrowgauge.engine.client.Engine;
import dev.narrowgauge.engine.client.EngineHome;
import dev.narrowgauge.engine.client.EngineLimits;
import dev.narrowgauge.engine.client.EngineProgram;
import dev.narrowgauge.engine.client.MachineLock;
import dev.narrowgauge.engine.client.SpareChild;
import dev.narrowgauge.metrics.ChildMeters;
import dev.narrowgauge.metrics.TaskMeters;
import dev.narrowgauge.queue.Brokers;
import dev.narrowgauge.queue.DispatchGroup;
import dev.narrowgauge.queue.DispatchedTasks;
import dev.narrowgauge.queue.ProcessName;
import dev.narrowgauge.queue.TaskGroup;
import dev.narrowgauge.queue.TaskTraces;
import dev.narrowgauge.service.ChildLimits;
import dev.narrowgauge.service.ProcessEnd;
import dev.narrowgauge.service.RoleSettings;
import dev.narrowgauge.service.TaskRole;
import dev.narrowgauge.service.TaskService;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Supplier;

/** The worker as a role of its application. */
@Singleton
final class WorkerRole implements TaskRole {
    static final String NAME = "worker";

    private final WorkerConfig config;
    private final RunStore runs;
    private final JobStore jobs;
    private final Notifications notifications;
    private final Brokers brokers;
    private final TaskMeters tasks;
    private final ChildMeters children;
    private final TaskTraces traces;
    private final ProcessEnd end;
    private final String process;

    WorkerRole(
            WorkerConfig config,
            RunStore runs,
            JobStore jobs,
            Notifications notifications,
            Brokers brokers,
            TaskMeters tasks,
            ChildMeters children,
            TaskTraces traces,
            ProcessEnd end) {
        this.config = config;
        this.runs = runs;
        this.jobs = jobs;
        this.notifications = notifications;
        this.brokers = brokers;
        this.tasks = tasks;
        this.children = children;
        this.traces = traces;
        this.end = end;
        this.process = config.name().orElseGet(() -> ProcessName.of(NAME));
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
    public WorkerConfig config() {
        return config;
    }

    @Override
    public TaskService start(Supplier<BlobStore> store) {
        BlobStore blobs = store.get();
        EngineLimits limits = ChildLimits.of(config, config.slots());
        EngineProgram program = EngineHome.find().program();
        MachineLock machine = MachineLock.ofThisMachine();
        Engine engine = new Engine(program, config.workDir(), machine).heardBy(children);
        Optional<SpareChild> spare = config.spareChild()
                ? Optional.of(SpareChild.keep(program, config.workDir(), machine, limits))
                : Optional.empty();
        QuantizeHandler handler = new QuantizeHandler(
                runs,
                jobs,
                blobs,
                spare.map(engine::with).orElse(engine),
                limits,
                config.workDir(),
                ProcessName.host());
        DispatchGroup group =
                new DispatchGroup(brokers, TaskGroup.WORKERS, TaskTopic.quantize(DocumentVersions.known()));
        return Worker.start(
                RoleSettings.of(config, process, config.slots(), traces).heardBy(tasks),
                new DispatchedTasks(jobs, notifications, group),
                handler,
                spare,
                end);
    }
}

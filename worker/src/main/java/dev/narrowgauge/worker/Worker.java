package dev.narrowgauge.worker;

import dev.narrowgauge.engine.client.SpareChild;
import dev.narrowgauge.queue.TaskHandler;
import dev.narrowgauge.queue.TaskLoop;
import dev.narrowgauge.queue.TaskSettings;
import dev.narrowgauge.queue.TaskSource;
import dev.narrowgauge.service.PausableTasks;
import dev.narrowgauge.service.ProcessEnd;
import dev.narrowgauge.service.RoleSettings;
import dev.narrowgauge.service.Started;
import dev.narrowgauge.service.TaskService;
import java.util.Optional;

/** Takes quantize jobs until closed; then it gives back those at work that do not end within the grace. */
public final class Worker implements TaskService {
    private final PausableTasks tasks;
    private final Started started;

    private Worker(PausableTasks tasks, Started started) {
        this.tasks = tasks;
        this.started = started;
    }

    /**
     * @param spare child that the handler's engine takes, which is closed with the worker and where that cannot start
     * @param end of a process that will never take a task
     */
    static Worker start(
            RoleSettings settings, TaskSource source, TaskHandler handler, Optional<SpareChild> spare, ProcessEnd end) {
        try (Started starting = new Started()) {
            spare.ifPresent(starting::add);
            TaskSettings taken = settings.tasks();
            PausableTasks tasks =
                    new PausableTasks(() -> TaskLoop.start(taken, source, handler, end::because), settings.grace());
            tasks.resume();
            starting.add(tasks);
            return new Worker(tasks, starting.keep());
        }
    }

    @Override
    public Optional<String> whyPaused() {
        return tasks.whyPaused();
    }

    @Override
    public void takeNoMore() {
        tasks.takeNoMore();
    }

    @Override
    public void close() {
        started.close();
    }
}

package dev.narrowgauge.worker;

import dev.narrowgauge.db.JobStore;
import dev.narrowgauge.db.TaskTopic;
import dev.narrowgauge.db.notify.Notifications;
import dev.narrowgauge.engine.client.SpareChild;
import dev.narrowgauge.queue.TaskHandler;
import dev.narrowgauge.queue.TaskLoop;
import dev.narrowgauge.queue.TaskSettings;
import dev.narrowgauge.service.PausableTasks;
import dev.narrowgauge.service.RoleSettings;
import dev.narrowgauge.service.TaskService;
import java.util.List;
import java.util.Optional;

/** Takes quantize jobs until closed; then it gives back those at work that do not end within the grace. */
public final class Worker implements TaskService {
    private static final String GROUP = "narrowgauge.workers";

    private final PausableTasks tasks;
    private final Optional<SpareChild> spare;

    private Worker(PausableTasks tasks, Optional<SpareChild> spare) {
        this.tasks = tasks;
        this.spare = spare;
    }

    /** @param spare child that the handler's engine takes, which is closed with the worker */
    static Worker start(
            RoleSettings settings,
            JobStore jobs,
            Notifications notifications,
            TaskHandler handler,
            Optional<SpareChild> spare) {
        TaskSettings taken = settings.tasks(GROUP, List.of(TaskTopic.QUANTIZE));
        PausableTasks tasks =
                new PausableTasks(() -> TaskLoop.start(taken, jobs, notifications, handler), settings.grace());
        tasks.resume();
        return new Worker(tasks, spare);
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
        tasks.close();
        spare.ifPresent(SpareChild::close);
    }
}

package dev.narrowgauge.worker;

import dev.narrowgauge.db.Database;
import dev.narrowgauge.db.JobStore;
import dev.narrowgauge.db.TaskTopic;
import dev.narrowgauge.db.notify.Notifications;
import dev.narrowgauge.queue.TaskHandler;
import dev.narrowgauge.queue.TaskLoop;
import dev.narrowgauge.queue.TaskSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** Takes quantize jobs until closed; then it gives back those at work that do not end within the grace. */
public final class Worker implements AutoCloseable {
    private static final String GROUP = "narrowgauge.workers";

    /**
     * @param name of this process, unique among all workers
     * @param grace that jobs at work have when it is closed
     */
    public record Settings(
            String bootstrapServers, String name, int slots, Duration lease, Duration heartbeat, Duration grace) {}

    private final Notifications notifications;
    private final TaskLoop loop;
    private final Duration grace;

    private Worker(Notifications notifications, TaskLoop loop, Duration grace) {
        this.notifications = notifications;
        this.loop = loop;
        this.grace = grace;
    }

    public static Worker start(Settings settings, DataSource dataSource, TaskHandler handler) {
        TaskSettings tasks = new TaskSettings(
                settings.bootstrapServers(),
                settings.name(),
                GROUP,
                List.of(TaskTopic.QUANTIZE),
                settings.slots(),
                settings.lease(),
                settings.heartbeat());
        Notifications notifications = Notifications.start(dataSource);
        JobStore jobs = new JobStore(Database.jdbi(dataSource));
        return new Worker(notifications, TaskLoop.start(tasks, jobs, notifications, handler), settings.grace());
    }

    /** Why it takes no jobs for now; empty where it does. */
    public Optional<String> whyPaused() {
        return loop.whyPaused();
    }

    /** Before it is closed: takes no more jobs, those at work go on. */
    public void takeNoMore() {
        loop.takeNoMore();
    }

    @Override
    public void close() {
        loop.drain(grace);
        loop.close();
        notifications.close();
    }
}

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

/** Takes quantize jobs until closed; then it gives back those at work. */
public final class Worker implements AutoCloseable {
    private static final String GROUP = "narrowgauge.workers";

    /** @param name of this process, unique among all workers */
    public record Settings(String bootstrapServers, String name, int slots, Duration lease, Duration heartbeat) {}

    private final Notifications notifications;
    private final TaskLoop loop;

    private Worker(Notifications notifications, TaskLoop loop) {
        this.notifications = notifications;
        this.loop = loop;
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
        return new Worker(notifications, TaskLoop.start(tasks, jobs, notifications, handler));
    }

    /** Why it takes no jobs for now; empty where it does. */
    public Optional<String> whyPaused() {
        return loop.whyPaused();
    }

    @Override
    public void close() {
        loop.close();
        notifications.close();
    }
}

package dev.narrowgauge.agent;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.narrowgauge.db.Database;
import dev.narrowgauge.db.JobStore;
import dev.narrowgauge.db.NodeStore;
import dev.narrowgauge.db.TaskTopic;
import dev.narrowgauge.db.notify.Notifications;
import dev.narrowgauge.domain.node.Node;
import dev.narrowgauge.queue.TaskHandler;
import dev.narrowgauge.queue.TaskLoop;
import dev.narrowgauge.queue.TaskSettings;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/** Registers its node and takes the benchmark jobs of the node's classes, one at a time, until closed. */
public final class Agent implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Agent.class.getName());
    private static final String GROUP = "narrowgauge.agents";

    /** @param name of this process, unique among all agents; the node has its own */
    public record Settings(String bootstrapServers, String name, Duration lease, Duration heartbeat) {}

    private final Notifications notifications;
    private final Optional<TaskLoop> loop;
    private final ScheduledExecutorService pulse = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("node-pulse").factory());

    private Agent(Notifications notifications, Optional<TaskLoop> loop) {
        this.notifications = notifications;
        this.loop = loop;
    }

    public static Agent start(Settings settings, DataSource dataSource, Node node, TaskHandler handler) {
        Jdbi jdbi = Database.jdbi(dataSource);
        NodeStore nodes = new NodeStore(jdbi);
        nodes.register(node);
        LOG.log(Level.INFO, "node {0} offers {1}", node.name(), node.deviceClasses());
        Notifications notifications = Notifications.start(dataSource);
        JobStore jobs = new JobStore(jdbi);
        Optional<TaskLoop> loop =
                tasks(settings, node).map(tasks -> TaskLoop.start(tasks, jobs, notifications, handler));
        Agent agent = new Agent(notifications, loop);
        long period = settings.heartbeat().toMillis();
        var _ = agent.pulse.scheduleWithFixedDelay(() -> beat(nodes, node), period, period, MILLISECONDS);
        return agent;
    }

    /** Empty for a node that offers nothing: it is seen, and gets no jobs. */
    private static Optional<TaskSettings> tasks(Settings settings, Node node) {
        List<String> topics =
                node.deviceClasses().stream().map(TaskTopic::benchmark).toList();
        if (topics.isEmpty()) {
            LOG.log(Level.WARNING, "node {0} has no device class that the engine supports", node.name());
            return Optional.empty();
        }
        return Optional.of(new TaskSettings(
                settings.bootstrapServers(),
                settings.name(),
                GROUP,
                topics,
                1,
                settings.lease(),
                settings.heartbeat()));
    }

    private static void beat(NodeStore nodes, Node node) {
        try {
            nodes.seen(node.name());
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "the node could not say that it lives: {0}", e.getMessage());
        }
    }

    @Override
    public void close() {
        pulse.shutdownNow();
        loop.ifPresent(TaskLoop::close);
        notifications.close();
    }
}

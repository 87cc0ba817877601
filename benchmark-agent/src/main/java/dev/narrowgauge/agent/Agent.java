package dev.narrowgauge.agent;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.narrowgauge.db.Channel;
import dev.narrowgauge.db.JobStore;
import dev.narrowgauge.db.NodeStore;
import dev.narrowgauge.db.TaskTopic;
import dev.narrowgauge.db.notify.Notifications;
import dev.narrowgauge.domain.job.DocumentVersions;
import dev.narrowgauge.domain.node.Node;
import dev.narrowgauge.domain.node.Standing;
import dev.narrowgauge.queue.Task;
import dev.narrowgauge.queue.TaskGroup;
import dev.narrowgauge.queue.TaskHandler;
import dev.narrowgauge.queue.TaskLoop;
import dev.narrowgauge.queue.TaskResult;
import dev.narrowgauge.queue.TaskSettings;
import dev.narrowgauge.service.PausableTasks;
import dev.narrowgauge.service.RoleSettings;
import dev.narrowgauge.service.TaskService;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BooleanSupplier;

/**
 * Registers its node and takes the benchmark jobs of the node's classes, one at a time, none in quarantine and no more once it
 * is drained, until closed.
 */
public final class Agent implements TaskService {
    private static final Logger LOG = System.getLogger(Agent.class.getName());

    /** An agent that was not seen for so many heartbeats is dead. */
    private static final int SILENT_BEATS = 3;

    /** Where nodes and jobs are kept. */
    record Stores(NodeStore nodes, JobStore jobs) {}

    private final NodeStore.Holder holder;
    private final NodeStore nodes;
    private final JobStore jobs;
    private final Node node;
    private final Optional<PausableTasks> tasks;
    private final RecheckWorker rechecks;

    /** Why it speaks for no node; empty while it does. */
    private volatile Optional<String> outside = Optional.empty();

    private volatile Notifications.Subscription wishes = () -> {};

    private final ScheduledExecutorService pulse = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("node-pulse").factory());

    private Agent(
            RoleSettings settings,
            Stores stores,
            Notifications notifications,
            Node node,
            TaskHandler handler,
            Recheck recheck) {
        this.jobs = stores.jobs();
        this.holder =
                new NodeStore.Holder(settings.owner(), settings.heartbeat().multipliedBy(SILENT_BEATS));
        this.nodes = stores.nodes();
        this.node = node;
        this.rechecks = new RecheckWorker(recheck, node.name());
        TaskHandler looking = lookingAfterwards(handler);
        this.tasks = tasks(settings, node)
                .map(taken ->
                        new PausableTasks(() -> TaskLoop.start(taken, jobs, notifications, looking), settings.grace()));
    }

    static Agent start(
            RoleSettings settings,
            Stores stores,
            Notifications notifications,
            Node node,
            TaskHandler handler,
            Recheck recheck) {
        Agent agent = new Agent(settings, stores, notifications, node, handler, recheck);
        try {
            agent.join();
            agent.wishes = notifications.listen(Channel.NODE, agent::wished);
            long period = settings.heartbeat().toMillis();
            var _ = agent.pulse.scheduleWithFixedDelay(agent::beat, period, period, MILLISECONDS);
            return agent;
        } catch (RuntimeException | Error e) {
            agent.close();
            throw e;
        }
    }

    /** Empty for a node that offers nothing: it is seen, and gets no jobs. */
    private static Optional<TaskSettings> tasks(RoleSettings settings, Node node) {
        List<String> topics = node.deviceClasses().stream()
                .flatMap(deviceClass -> TaskTopic.benchmark(deviceClass, DocumentVersions.known()).stream())
                .toList();
        if (topics.isEmpty()) {
            LOG.log(Level.WARNING, "node {0} has no device class that the engine supports", node.name());
            return Optional.empty();
        }
        return Optional.of(settings.tasks(TaskGroup.AGENTS, topics));
    }

    /** A measurement may quarantine the node; a job that it takes before it knows is given back. */
    private TaskHandler lookingAfterwards(TaskHandler handler) {
        return new TaskHandler() {
            @Override
            public List<TaskResult> run(Task task) {
                return handler.run(task).stream()
                        .map(result -> new TaskResult(result.task(), () -> andLook(result.commit())))
                        .toList();
            }

            @Override
            public void requireMachine() {
                handler.requireMachine();
            }
        };
    }

    private boolean andLook(BooleanSupplier commit) {
        boolean written = commit.getAsBoolean();
        look();
        return written;
    }

    /** What a person wants of the node need not wait for the next heartbeat. */
    private void wished(Optional<String> name) {
        if (name.isEmpty() || name.get().equals(node.name())) {
            look();
        }
    }

    private void look() {
        try {
            pulse.execute(this::beat);
        } catch (RejectedExecutionException _) {
            // Closed meanwhile.
        }
    }

    /** Why it takes no jobs for now, though its node is not in quarantine; empty where it does. */
    @Override
    public Optional<String> whyPaused() {
        return outside.or(() -> tasks.flatMap(PausableTasks::whyPaused));
    }

    @Override
    public void takeNoMore() {
        tasks.ifPresent(PausableTasks::takeNoMore);
    }

    /** Speaks for the node from now on, unless another agent does. */
    private void join() {
        Optional<Node> known = nodes.register(node, holder);
        if (known.isPresent()) {
            outside = Optional.empty();
            LOG.log(Level.INFO, "node {0} offers {1}", node.name(), node.deviceClasses());
            follow(known.get().standing());
            return;
        }
        String reason =
                "Another live agent uses the node name '%s'; give this one a name of its own with narrowgauge.agent.name."
                        .formatted(node.name());
        if (outside.isEmpty()) {
            LOG.log(Level.WARNING, reason);
        }
        outside = Optional.of(reason);
        tasks.ifPresent(taken -> taken.pause(reason));
        rechecks.cancel();
    }

    private void beat() {
        try {
            nodes.seen(node.name(), holder).ifPresentOrElse(now -> follow(now.standing()), this::join);
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "the node could not send its heartbeat: {0}", e.getMessage());
        }
    }

    private void follow(Standing standing) {
        standing.quarantine()
                .ifPresentOrElse(
                        this::rest, () -> standing.drainedSince().ifPresentOrElse(this::finish, this::resume));
        if (standing.quarantine().map(Standing.Quarantine::recheckAsked).orElse(false)) {
            rechecks.begin();
        } else {
            rechecks.cancel();
        }
    }

    private void rest(Standing.Quarantine quarantine) {
        String reason = quarantine.explain(node.name());
        tasks.ifPresent(taken -> taken.pause(reason));
        jobs.failStranded(holder.process(), reason);
    }

    private void finish(Instant drainedSince) {
        String reason = "The node '%s' has been drained since %s.".formatted(node.name(), drainedSince);
        tasks.ifPresent(taken -> taken.finish(reason));
    }

    private void resume() {
        tasks.ifPresent(PausableTasks::resume);
    }

    @Override
    public void close() {
        tasks.ifPresent(PausableTasks::close);
        wishes.close();
        pulse.shutdownNow();
        rechecks.close();
        leave();
    }

    private void leave() {
        try {
            nodes.leave(node.name(), holder);
        } catch (RuntimeException e) {
            LOG.log(
                    Level.DEBUG,
                    "the node could not release its name and keeps it until it counts as dead: {0}",
                    e.getMessage());
        }
    }
}

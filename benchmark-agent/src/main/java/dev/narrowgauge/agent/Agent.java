package dev.narrowgauge.agent;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.narrowgauge.db.NodeStore;
import dev.narrowgauge.db.notify.Notifications;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.node.Node;
import dev.narrowgauge.domain.node.Standing;
import dev.narrowgauge.gateway.ControlPlane;
import dev.narrowgauge.queue.Task;
import dev.narrowgauge.queue.TaskHandler;
import dev.narrowgauge.queue.TaskLoop;
import dev.narrowgauge.queue.TaskResult;
import dev.narrowgauge.queue.TaskSettings;
import dev.narrowgauge.queue.TaskSource;
import dev.narrowgauge.service.PausableTasks;
import dev.narrowgauge.service.ProcessEnd;
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

    private final ControlPlane plane;
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
            ControlPlane plane,
            Node node,
            TaskHandler handler,
            Recheck recheck,
            ProcessEnd end) {
        this.plane = plane;
        this.node = node;
        this.rechecks = new RecheckWorker(recheck, node.name());
        this.tasks = source(plane, node).map(source -> pausable(settings, source, lookingAfterwards(handler), end));
    }

    /**
     * @param plane that knows the agent as its {@link #holder}
     * @param end of a process that will never take a task
     */
    static Agent start(
            RoleSettings settings,
            ControlPlane plane,
            Node node,
            TaskHandler handler,
            Recheck recheck,
            ProcessEnd end) {
        Agent agent = new Agent(settings, plane, node, handler, recheck, end);
        try {
            agent.join();
            agent.wishes = plane.wishes(node.name(), agent::look);
            long period = settings.heartbeat().toMillis();
            var _ = agent.pulse.scheduleWithFixedDelay(agent::beat, period, period, MILLISECONDS);
            return agent;
        } catch (RuntimeException | Error e) {
            agent.close();
            throw e;
        }
    }

    /** As which an agent speaks for its node. */
    static NodeStore.Holder holder(RoleSettings settings) {
        return new NodeStore.Holder(settings.owner(), settings.heartbeat().multipliedBy(SILENT_BEATS));
    }

    /** Empty for a node that offers nothing: it is seen, and gets no jobs. */
    private static Optional<TaskSource> source(ControlPlane plane, Node node) {
        if (node.deviceClasses().isEmpty()) {
            LOG.log(Level.WARNING, "node {0} has no device class that the engine supports", node.name());
            return Optional.empty();
        }
        return Optional.of(plane.tasks(node.deviceClasses()));
    }

    private static PausableTasks pausable(
            RoleSettings settings, TaskSource source, TaskHandler handler, ProcessEnd end) {
        TaskSettings taken = settings.tasks();
        return new PausableTasks(() -> TaskLoop.start(taken, source, handler, end::because), settings.grace());
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

    /** What a measurement has led to, and what a person wants of the node, need not wait for the next heartbeat. */
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
        Optional<Standing> standing = plane.register(node);
        if (standing.isPresent()) {
            LOG.log(Level.INFO, "node {0} offers {1}", node.name(), node.deviceClasses());
            goOn(standing.get());
            return;
        }
        standAside(
                "Another live agent uses the node name '%s'; give this one a name of its own with narrowgauge.agent.name."
                        .formatted(node.name()));
    }

    private void standAside(String reason) {
        if (!outside.equals(Optional.of(reason))) {
            LOG.log(Level.WARNING, reason);
        }
        outside = Optional.of(reason);
        tasks.ifPresent(taken -> taken.pause(reason));
        rechecks.cancel();
    }

    private void beat() {
        try {
            plane.seen(node.name(), whyPaused()).ifPresentOrElse(this::goOn, this::join);
        } catch (NarrowgaugeException e) {
            LOG.log(Level.DEBUG, "the node''s heartbeat was refused: {0}", e.getMessage());
            if (e.code() == ErrorCode.TOKEN_REFUSED) {
                standAside(e.getMessage());
            }
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "the node could not send its heartbeat: {0}", e.getMessage());
        }
    }

    private void goOn(Standing standing) {
        outside = Optional.empty();
        follow(standing);
    }

    private void follow(Standing standing) {
        standing.quarantine()
                .ifPresentOrElse(this::rest, () -> standing.drainedSince().ifPresentOrElse(this::finish, this::resume));
        if (standing.quarantine().map(Standing.Quarantine::recheckAsked).orElse(false)) {
            rechecks.begin();
        } else {
            rechecks.cancel();
        }
    }

    private void rest(Standing.Quarantine quarantine) {
        String reason = quarantine.explain(node.name());
        tasks.ifPresent(taken -> taken.pause(reason));
        plane.failStranded(node.name(), quarantine);
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
        plane.close();
    }

    private void leave() {
        try {
            plane.leave(node.name());
        } catch (RuntimeException e) {
            LOG.log(
                    Level.DEBUG,
                    "the node could not release its name and keeps it until it counts as dead: {0}",
                    e.getMessage());
        }
    }
}

package dev.narrowgauge.gateway;

import dev.narrowgauge.db.ControlStore;
import dev.narrowgauge.db.notify.Notifications;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.latency.Control;
import dev.narrowgauge.domain.node.Node;
import dev.narrowgauge.domain.node.Standing;
import dev.narrowgauge.domain.variant.Measurement;
import dev.narrowgauge.queue.TaskSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * All that one agent asks of the services, but for content, which it has from a blob store. What it does for an attempt changes
 * nothing where the attempt no longer holds.
 */
public interface ControlPlane extends AutoCloseable {
    /** Of an agent at a time: one measurement, of the job that it took and its siblings. */
    int MOST_JOBS = 5;

    /**
     * From now on the agent speaks for the node, whose standing it gets; empty where another agent that lives does. Times of
     * the node are set where it is kept.
     */
    Optional<Standing> register(Node node);

    /**
     * Says that the node lives. Its standing; empty where this agent does not speak for it, or not any more.
     *
     * @param whyPaused why the agent takes no jobs for now, for those who ask who is there; empty where it does
     */
    Optional<Standing> seen(String node, Optional<String> whyPaused);

    /** Hears whenever somebody may want something of the node that its standing tells of. The listener must not block. */
    Notifications.Subscription wishes(String node, Runnable listener);

    /** The agent no longer speaks for the node, which another may do at once. */
    void leave(String node);

    /** The benchmark jobs of these classes; one class at least. */
    TaskSource tasks(List<String> deviceClasses);

    /** What a benchmark job that this agent has is about. */
    BenchmarkInputs inputs(Job job);

    /**
     * Ends the job with its measurement; false where the attempt did not hold any more. The same measurement may be written
     * again by who does not know whether it was.
     */
    boolean finish(UUID jobId, int attempt, Measurement measurement);

    /**
     * Fails an attempt of each job that waits for nodes of which all are quarantined, this one among them, so that whoever
     * waits for its run is told instead.
     */
    void failStranded(String node, Standing.Quarantine quarantine);

    /** As {@link ControlStore#sources}. */
    List<ControlStore.Source> sources(String node);

    /** As {@link ControlStore#endRecheck}. */
    void endRecheck(String node, List<Control> controls, Optional<String> refusal);

    @Override
    void close();
}

package dev.narrowgauge.api.metrics;

import dev.narrowgauge.db.PresenceStore.Presence;
import dev.narrowgauge.db.StatusStore.NodeState;
import dev.narrowgauge.db.StatusStore.NodeStatus;
import dev.narrowgauge.db.StatusStore.Oldest;
import dev.narrowgauge.db.StatusStore.Queue;
import dev.narrowgauge.domain.job.JobKind;
import dev.narrowgauge.metrics.Labels;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * The state of the whole deployment, as every API shows it. What there is none of is there as 0, so that it can be told from
 * what nobody has read.
 */
public final class DeploymentMeters {
    private static final String STATE = "state";
    private static final String NODE = "node";
    private static final String SECONDS = "seconds";
    private static final List<String> ROLES = List.of("api", "worker", "agent");

    private final LongSupplier nanoTime;
    private final GaugeTable jobs;
    private final GaugeTable oldest;
    private final GaugeTable messages;
    private final GaugeTable refused;
    private final GaugeTable oldestMessage;
    private final GaugeTable processes;
    private final GaugeTable nodes;
    private final GaugeTable silence;
    private final GaugeTable quarantined;
    private final GaugeTable floors;
    private final GaugeTable stored;
    private volatile long readAt;

    /** @param nanoTime as {@link System#nanoTime} */
    public DeploymentMeters(MeterRegistry registry, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.readAt = nanoTime.getAsLong();
        Gauge.builder("narrowgauge.readings.age", this::age)
                .baseUnit(SECONDS)
                .description("Since this process last read the state of the deployment from the database")
                .register(registry);
        this.jobs = new GaugeTable(registry, "narrowgauge.jobs", "", "Jobs that have not ended");
        this.oldest = new GaugeTable(
                registry, "narrowgauge.jobs.oldest", SECONDS, "How long the oldest job that waits has waited");
        this.messages = new GaugeTable(
                registry, "narrowgauge.outbox.messages", "", "Dispatch messages that are still to be sent to Kafka");
        this.refused = new GaugeTable(
                registry, "narrowgauge.outbox.refused", "", "Of these, those whose topic the brokers refuse");
        this.oldestMessage = new GaugeTable(
                registry,
                "narrowgauge.outbox.oldest",
                SECONDS,
                "How long the dispatch message that has been due for longest waits");
        this.processes = new GaugeTable(registry, "narrowgauge.processes", "", "Roles of processes that live");
        this.nodes = new GaugeTable(
                registry, "narrowgauge.nodes", "", "Nodes that were seen within a day, once for each class they offer");
        this.silence = new GaugeTable(
                registry,
                "narrowgauge.node.silence",
                SECONDS,
                "Since the agent that speaks for the node was last seen");
        this.quarantined = new GaugeTable(
                registry,
                "narrowgauge.node.quarantined",
                "",
                "1 where the node's measurements are not believed, else 0");
        this.floors = new GaugeTable(
                registry,
                "narrowgauge.node.noise.floor",
                "ratio",
                "The smallest difference of latency that a measurement on the node shows");
        this.stored = new GaugeTable(
                registry, "narrowgauge.blob.stored", "bytes", "Models, datasets and variants of all projects");
    }

    void show(Deployment seen) {
        List<Queue> queues = queues(seen);
        jobs.show(jobs(queues));
        oldest.show(rows(
                queues,
                DeploymentMeters::tags,
                queue -> seconds(queue.oldest().map(Oldest::age).orElse(Duration.ZERO))));
        messages.show(Map.of(Tags.empty(), (double) seen.outbox().messages()));
        refused.show(Map.of(Tags.empty(), (double) seen.outbox().refused()));
        oldestMessage.show(Map.of(Tags.empty(), seconds(seen.outbox().oldest())));
        processes.show(processes(seen.roles()));
        nodes.show(nodes(seen.nodes()));
        silence.show(rows(
                seen.nodes().stream().filter(node -> node.silence().isPresent()).toList(),
                DeploymentMeters::tags,
                node -> seconds(node.silence().orElseThrow())));
        quarantined.show(rows(seen.nodes(), DeploymentMeters::tags, node -> node.quarantined() ? 1.0 : 0.0));
        stored.show(Map.of(Tags.empty(), (double) seen.storedBytes()));
        readAt = nanoTime.getAsLong();
    }

    /** @param known the smallest differences by the names of the nodes on which they are known */
    void showFloors(Map<String, Double> known) {
        floors.show(known.entrySet().stream()
                .collect(Collectors.toMap(floor -> Tags.of(NODE, floor.getKey()), Map.Entry::getValue)));
    }

    private double age() {
        return seconds(Duration.ofNanos(nanoTime.getAsLong() - readAt));
    }

    /** With those that have no open jobs: of quantize jobs, and of each class that a node offers. */
    private static List<Queue> queues(Deployment seen) {
        Map<Tags, Queue> queues = new HashMap<>();
        Queue quantize = none(JobKind.QUANTIZE, Optional.empty());
        queues.put(tags(quantize), quantize);
        seen.nodes().stream()
                .flatMap(node -> node.deviceClasses().stream())
                .map(name -> none(JobKind.BENCHMARK, Optional.of(name)))
                .forEach(queue -> queues.put(tags(queue), queue));
        seen.queues().forEach(queue -> queues.put(tags(queue), queue));
        return List.copyOf(queues.values());
    }

    private static Queue none(JobKind kind, Optional<String> deviceClass) {
        return new Queue(kind, deviceClass, 0, 0, Optional.empty());
    }

    private static Map<Tags, Double> jobs(List<Queue> queues) {
        Map<Tags, Double> rows = new HashMap<>();
        for (Queue queue : queues) {
            rows.put(tags(queue).and(STATE, "queued"), (double) queue.queued());
            rows.put(tags(queue).and(STATE, "running"), (double) queue.running());
        }
        return rows;
    }

    private static Map<Tags, Double> processes(List<Presence> roles) {
        Map<Tags, Double> rows = new HashMap<>();
        for (String role : ROLES) {
            rows.put(process(role, false), 0.0);
            rows.put(process(role, true), 0.0);
        }
        for (Presence presence : roles) {
            rows.merge(process(presence.role().name(), presence.whyPaused().isPresent()), 1.0, Double::sum);
        }
        return rows;
    }

    private static Tags process(String role, boolean paused) {
        return Tags.of("role", role, STATE, paused ? "paused" : "working");
    }

    private static Map<Tags, Double> nodes(List<NodeStatus> nodes) {
        Map<Tags, Double> rows = new HashMap<>();
        for (NodeStatus node : nodes) {
            for (String deviceClass : node.deviceClasses()) {
                for (NodeState state : NodeState.values()) {
                    rows.merge(
                            Tags.of(Labels.DEVICE_CLASS, deviceClass, STATE, Labels.of(state)),
                            node.state() == state ? 1.0 : 0.0,
                            Double::sum);
                }
            }
        }
        return rows;
    }

    private static <T> Map<Tags, Double> rows(List<T> items, Function<T, Tags> tags, Function<T, Double> value) {
        return items.stream().collect(Collectors.toMap(tags, value));
    }

    private static Tags tags(Queue queue) {
        return Tags.of(
                Labels.KIND, Labels.of(queue.kind()), Labels.DEVICE_CLASS, Labels.deviceClass(queue.deviceClass()));
    }

    private static Tags tags(NodeStatus node) {
        return Tags.of(NODE, node.name());
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }
}

package dev.narrowgauge.api.wait;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import dev.narrowgauge.db.NodeStore;
import dev.narrowgauge.db.WaitStore;
import dev.narrowgauge.db.WaitStore.Expired;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.node.Node;
import dev.narrowgauge.domain.settings.Section;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * Gives up jobs that wait in vain: those of a device class that no living node offers, and those that nobody has taken for
 * as long as their policies allow. Time in which nobody looked on does not count, as a service that was stopped over night
 * must not end the runs of the day before when it starts.
 */
public final class WaitLimits {
    private final WaitStore waits;
    private final NodeStore nodes;
    private final Duration nodeGoneAfter;
    private final LongSupplier nanoTime;
    private final long start;

    /**
     * @param nodeGoneAfter how long after it was last seen nobody waits for a node
     * @param nanoTime as {@link System#nanoTime}
     */
    public WaitLimits(WaitStore waits, NodeStore nodes, Duration nodeGoneAfter, LongSupplier nanoTime) {
        this.waits = requireNonNull(waits, "waits is null");
        this.nodes = requireNonNull(nodes, "nodes is null");
        this.nodeGoneAfter = requireNonNull(nodeGoneAfter, "nodeGoneAfter is null");
        this.nanoTime = requireNonNull(nanoTime, "nanoTime is null");
        this.start = nanoTime.getAsLong();
    }

    /** Workers and agents do so for jobs of their own kind, where one is left. */
    public int takeBackLost() {
        return waits.takeBackLost();
    }

    /** Returns how many jobs were given up. */
    public int enforce() {
        Duration watched = Duration.ofNanos(nanoTime.getAsLong() - start);
        int count = 0;
        for (Expired expired : waits.expired(watched)) {
            count += giveUp(expired.job().job().id(), ofExpired(expired));
        }
        if (watched.compareTo(nodeGoneAfter) < 0) {
            return count;
        }
        for (String deviceClass : waits.classesWithoutNode(nodeGoneAfter)) {
            Cause cause = ofClass(deviceClass);
            for (UUID job : waits.waitingFor(deviceClass, nodeGoneAfter)) {
                count += giveUp(job, cause);
            }
        }
        return count;
    }

    private record Cause(ErrorCode code, String message) {}

    private int giveUp(UUID job, Cause cause) {
        return waits.giveUp(job, cause.code(), cause.message()) ? 1 : 0;
    }

    private Cause ofExpired(Expired expired) {
        Job job = expired.job().job();
        String sentence =
                "%s within %s, the policy's 'maxWait': it has waited since %s and had place %d in the queue. %s"
                        .formatted(
                                job.deviceClass()
                                        .map("No node that offers '%s' took this job"::formatted)
                                        .orElse("No worker took this job"),
                                Section.spelled(expired.maxWait()),
                                seconds(expired.job().queuedAt()),
                                expired.job().place().orElse(1),
                                job.deviceClass()
                                        .map(deviceClass ->
                                                "Nodes that offer it: %s.".formatted(lastSeen(offering(deviceClass))))
                                        .orElse("Start a worker, or allow a longer wait."));
        return new Cause(ErrorCode.WAIT_EXPIRED, sentence);
    }

    private Cause ofClass(String deviceClass) {
        List<Node> offering = offering(deviceClass);
        List<String> living = nodes.live(nodeGoneAfter).stream().map(Node::name).toList();
        List<Node> quarantined = offering.stream()
                .filter(node -> living.contains(node.name()) && node.standing().isQuarantined())
                .toList();
        if (!quarantined.isEmpty()) {
            return new Cause(
                    ErrorCode.NODE_QUARANTINED,
                    quarantined.stream()
                            .map(node ->
                                    node.standing().quarantine().orElseThrow().explain(node.name()))
                            .collect(joining(" ")));
        }
        return new Cause(
                ErrorCode.NO_DEVICE,
                "No live node offers the device class '%s' (%s). Start a benchmark agent on such a node and submit the run again."
                        .formatted(deviceClass, lastSeen(offering)));
    }

    private List<Node> offering(String deviceClass) {
        return nodes.list().stream().filter(node -> node.offers(deviceClass)).toList();
    }

    private static String lastSeen(List<Node> offering) {
        return offering.isEmpty()
                ? "none is known"
                : offering.stream().map(WaitLimits::lastSeen).collect(joining(", "));
    }

    private static String lastSeen(Node node) {
        String seen = "'%s' was last seen at %s".formatted(node.name(), seconds(node.lastSeenAt()));
        return node.standing()
                .drainedSince()
                .map(since -> "%s and has been drained since %s".formatted(seen, seconds(since)))
                .orElse(seen);
    }

    private static Instant seconds(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS);
    }
}

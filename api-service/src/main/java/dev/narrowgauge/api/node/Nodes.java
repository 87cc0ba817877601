package dev.narrowgauge.api.node;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import dev.narrowgauge.db.NodeStore;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.node.Node;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The machines that measure, and what they offer. */
public final class Nodes {
    private final NodeStore store;
    private final Duration liveWithin;

    /** @param liveWithin how long after it was last seen a node still counts as live */
    public Nodes(NodeStore store, Duration liveWithin) {
        this.store = store;
        this.liveWithin = liveWithin;
    }

    List<NodeView> list() {
        Set<String> live = store.live(liveWithin).stream().map(Node::name).collect(toSet());
        return store.list().stream()
                .map(node -> NodeView.of(node, live.contains(node.name())))
                .toList();
    }

    /** The classes asked for, each of which some node offers, live or not; when none are, the best of each live node. */
    public List<String> deviceClasses(List<String> asked) {
        return asked.isEmpty() ? best() : known(asked);
    }

    private List<String> best() {
        List<String> best = store.live(liveWithin).stream()
                .filter(node -> !node.deviceClasses().isEmpty())
                .map(node -> node.deviceClasses().getFirst())
                .distinct()
                .sorted()
                .toList();
        if (best.isEmpty()) {
            throw new NarrowgaugeException(
                    ErrorCode.NO_DEVICE, "No node is live to measure on; start a benchmark agent and ask again.");
        }
        return best;
    }

    private List<String> known(List<String> asked) {
        Set<String> offered = new TreeSet<>();
        store.list().stream().map(Node::deviceClasses).forEach(offered::addAll);
        for (String deviceClass : asked) {
            if (!offered.contains(deviceClass)) {
                throw new NarrowgaugeException(
                        ErrorCode.NO_DEVICE,
                        "No node offers the device class '%s'; %s."
                                .formatted(
                                        deviceClass,
                                        offered.isEmpty()
                                                ? "no node has registered yet"
                                                : "offered are "
                                                        + offered.stream().collect(joining(", "))));
            }
        }
        return asked.stream().distinct().toList();
    }
}

package dev.narrowgauge.domain.node;

import static java.util.stream.Collectors.joining;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The nodes that offer a device class.
 *
 * @param live names of nodes that were seen lately, these or others
 */
public record ClassNodes(String deviceClass, List<Node> nodes, Set<String> live) {
    public ClassNodes {
        nodes = List.copyOf(nodes);
        live = Set.copyOf(live);
    }

    /** @param all nodes that are known, whatever they offer */
    public static ClassNodes of(String deviceClass, List<Node> all, Set<String> live) {
        return new ClassNodes(
                deviceClass,
                all.stream().filter(node -> node.offers(deviceClass)).toList(),
                live);
    }

    /** Why jobs of the class wait for more than their turn, as a sentence; empty where a node takes them. */
    public Optional<String> obstacle() {
        if (nodes.isEmpty()) {
            return Optional.of("No node offers '%s'.".formatted(deviceClass));
        }
        if (nodes.stream().anyMatch(node -> isLive(node) && node.standing().takesJobs())) {
            return Optional.empty();
        }
        return Optional.of("No node that offers '%s' takes jobs now: %s."
                .formatted(deviceClass, nodes.stream().map(this::state).collect(joining(", "))));
    }

    private String state(Node node) {
        Standing standing = node.standing();
        if (!isLive(node)) {
            return "'%s' was last seen at %s".formatted(node.name(), seconds(node.lastSeenAt()));
        }
        return standing.drainedSince()
                .map(since -> "'%s' has been drained since %s".formatted(node.name(), seconds(since)))
                .orElseGet(() -> "'%s' is quarantined".formatted(node.name()));
    }

    private boolean isLive(Node node) {
        return live.contains(node.name());
    }

    private static Instant seconds(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS);
    }
}

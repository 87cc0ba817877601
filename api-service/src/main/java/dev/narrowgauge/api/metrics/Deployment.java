package dev.narrowgauge.api.metrics;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.db.PresenceStore.Presence;
import dev.narrowgauge.db.StatusStore.NodeStatus;
import dev.narrowgauge.db.StatusStore.Outbox;
import dev.narrowgauge.db.StatusStore.Queue;
import java.util.List;

/**
 * What was read of a deployment at one time.
 *
 * @param roles of processes that live
 * @param storedBytes of all projects
 */
record Deployment(List<Queue> queues, Outbox outbox, List<NodeStatus> nodes, List<Presence> roles, long storedBytes) {
    Deployment {
        queues = List.copyOf(queues);
        requireNonNull(outbox, "outbox is null");
        nodes = List.copyOf(nodes);
        roles = List.copyOf(roles);
    }
}

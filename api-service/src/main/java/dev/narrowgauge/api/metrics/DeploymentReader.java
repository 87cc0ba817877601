package dev.narrowgauge.api.metrics;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.db.ControlStore;
import dev.narrowgauge.db.PresenceStore;
import dev.narrowgauge.db.PresenceStore.Presence;
import dev.narrowgauge.db.StatusStore;
import dev.narrowgauge.db.StatusStore.NodeStatus;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads what a deployment is watched by. */
public final class DeploymentReader {
    private final StatusStore status;
    private final PresenceStore presences;
    private final ControlStore controls;
    private final Duration liveWithin;

    /** @param liveWithin how long after it was last seen a node, or a role, still counts as live */
    public DeploymentReader(StatusStore status, PresenceStore presences, ControlStore controls, Duration liveWithin) {
        this.status = requireNonNull(status, "status is null");
        this.presences = requireNonNull(presences, "presences is null");
        this.controls = requireNonNull(controls, "controls is null");
        this.liveWithin = requireNonNull(liveWithin, "liveWithin is null");
    }

    Deployment read() {
        return new Deployment(
                status.queues(),
                status.outbox(),
                status.nodes(liveWithin),
                presences.list(liveWithin).stream().filter(Presence::live).toList(),
                status.storedBytes());
    }

    /** The smallest difference that each node shows, relative, by its name; without those of which it is not known yet. */
    Map<String, Double> floors() {
        Map<String, Double> floors = new HashMap<>();
        for (NodeStatus node : status.nodes(liveWithin)) {
            Optional.ofNullable(controls.history(node.name()).floor().smallestDifference())
                    .ifPresent(floor -> floors.put(node.name(), floor));
        }
        return floors;
    }
}

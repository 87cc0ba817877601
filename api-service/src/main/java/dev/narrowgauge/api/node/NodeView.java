package dev.narrowgauge.api.node;

import dev.narrowgauge.domain.latency.NoiseFloor;
import dev.narrowgauge.domain.node.Node;
import dev.narrowgauge.domain.node.Standing;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A node as clients see it.
 *
 * @param labels words by which its operator finds it
 * @param noiseFloor of what it measured since it was last cleared
 * @param quarantine null unless the node is quarantined
 * @param clearance the last; null where there was none
 * @param drainedSince null unless a person wants it to take no more jobs
 */
@Schema(name = "Node")
public record NodeView(
        String name,
        String description,
        List<String> deviceClasses,
        String fingerprint,
        Map<String, String> profile,
        List<String> labels,
        Instant registeredAt,
        Instant lastSeenAt,
        boolean live,
        NoiseFloor noiseFloor,
        Standing.Quarantine quarantine,
        Standing.Clearance clearance,
        Instant drainedSince) {
    static NodeView of(Node node, NoiseFloor noiseFloor, boolean live) {
        return new NodeView(
                node.name(),
                node.description(),
                node.deviceClasses(),
                node.fingerprint(),
                node.profile(),
                node.labels(),
                node.registeredAt(),
                node.lastSeenAt(),
                live,
                noiseFloor,
                node.standing().quarantine().orElse(null),
                node.standing().clearance().orElse(null),
                node.standing().drainedSince().orElse(null));
    }
}

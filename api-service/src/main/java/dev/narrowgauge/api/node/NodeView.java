package dev.narrowgauge.api.node;

import dev.narrowgauge.domain.node.Node;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A node as clients see it. */
@Schema(name = "Node")
public record NodeView(
        String name,
        String description,
        List<String> deviceClasses,
        String fingerprint,
        Map<String, String> profile,
        Instant registeredAt,
        Instant lastSeenAt,
        boolean live) {
    static NodeView of(Node node, boolean live) {
        return new NodeView(
                node.name(),
                node.description(),
                node.deviceClasses(),
                node.fingerprint(),
                node.profile(),
                node.registeredAt(),
                node.lastSeenAt(),
                live);
    }
}

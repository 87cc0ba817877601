package dev.narrowgauge.api.node;

import dev.narrowgauge.db.NodeToken;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A join token as clients see it, without its secret. */
@Schema(name = "NodeToken")
public record NodeTokenView(
        UUID id,
        String node,

        @Schema(description = "Device classes that the agent may offer with it; empty until it has offered some")
        List<String> deviceClasses,

        Instant createdAt,

        @Schema(description = "Since when it is good for nothing; null while it is good")
        Optional<Instant> revokedAt) {
    static NodeTokenView of(NodeToken token) {
        return new NodeTokenView(token.id(), token.node(), token.deviceClasses(), token.createdAt(), token.revokedAt());
    }
}

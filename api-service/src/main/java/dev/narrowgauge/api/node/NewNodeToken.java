package dev.narrowgauge.api.node;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A join token that was made just now. */
public record NewNodeToken(
        UUID id,
        String node,

        @Schema(description = "Device classes that the agent may offer with it; empty until it has offered some")
        List<String> deviceClasses,

        Instant createdAt,

        @Schema(description = "What the agent proves itself with; it is not kept and never told again")
        String token) {
    /** Without the secret, which is to be in no log. */
    @Override
    public String toString() {
        return "NewNodeToken[id=%s, node=%s]".formatted(id, node);
    }
}

package dev.narrowgauge.api.node;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a client sends to end a node's quarantine. */
@Schema(requiredProperties = "reason")
public record Clearing(
        @Schema(
                description = "Why the node can be trusted again; it is kept",
                minLength = 1,
                maxLength = Nodes.MAX_REASON)
        String reason) {}

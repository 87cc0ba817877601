package dev.narrowgauge.api.node;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a client sends to make a join token. */
@Schema(requiredProperties = "node")
public record NodeTokenRequest(
        @Schema(
                description = "Name of the node that an agent may speak for with it, registered or not yet",
                minLength = 1,
                maxLength = NodeTokens.MAX_NODE)
        String node) {}

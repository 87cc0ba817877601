package dev.narrowgauge.api.node;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a client sends to make a join token. */
@Schema(requiredProperties = "node")
public record NodeTokenRequest(
        @Schema(
                description = "Name of the node that an agent may speak for with it, registered or not yet",
                minLength = 1,
                maxLength = NodeTokens.MAX_NODE)
        String node,

        @Schema(
                description =
                        "Device classes that the agent may offer with it; absent or empty: those that it offers first")
        List<String> deviceClasses) {}

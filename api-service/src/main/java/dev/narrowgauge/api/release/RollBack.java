package dev.narrowgauge.api.release;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a client sends to return to an earlier release. */
@Schema(requiredProperties = "reason")
public record RollBack(
        @Schema(
                description =
                        "Number of the release that is to be active again; the newest that was replaced before this one unless given",
                minimum = "1")
        Integer to,

        @Schema(description = "Why", minLength = 1, maxLength = Releases.MAX_REASON)
        String reason) {}

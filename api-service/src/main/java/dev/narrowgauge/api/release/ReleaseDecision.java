package dev.narrowgauge.api.release;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a client sends to approve or to withdraw a release. */
@Schema(requiredProperties = "reason")
public record ReleaseDecision(
        @Schema(description = "Why", minLength = 1, maxLength = Releases.MAX_REASON)
        String reason) {}

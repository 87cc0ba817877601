package dev.narrowgauge.api.retention;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a client sends to say how long a project keeps what it has; what is left out is kept for good. */
public record RetentionRequest(
        @Schema(description = "Of runs, after their end", minimum = "1", maximum = "36500")
        Integer runDays,

        @Schema(
                description =
                        "Of models and datasets that no run is about, after somebody last uploaded them or asked for them",
                minimum = "1",
                maximum = "36500")
        Integer uploadDays) {}

package dev.narrowgauge.api.history;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a client sends to write something beside histories. */
@Schema(requiredProperties = "text")
public record AnnotationRequest(
        @Schema(description = "Id of the series; without one it is beside all of the project")
        String seriesId,

        @Schema(description = "What it speaks of, such as 2026-11-27T03:00:00Z; now unless given")
        Instant at,

        @Schema(minLength = 1, maxLength = History.MAX_TEXT) String text) {}

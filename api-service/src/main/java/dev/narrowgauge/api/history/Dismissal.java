package dev.narrowgauge.api.history;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a client sends to dismiss a change. */
@Schema(requiredProperties = "reason")
public record Dismissal(
        @Schema(description = "Why it is none; it is kept", minLength = 1, maxLength = History.MAX_TEXT)
        String reason) {}

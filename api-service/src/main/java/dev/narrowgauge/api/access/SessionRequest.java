package dev.narrowgauge.api.access;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a page sends to open a session. */
@Schema(requiredProperties = "code")
public record SessionRequest(
        @Schema(
                description = "From the link that opened the page; it is good once",
                minLength = 1,
                maxLength = PageSessions.MAX_CODE)
        String code) {}

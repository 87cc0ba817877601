package dev.narrowgauge.api.access;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A code that opens a session for a page, once. */
@Schema(name = "SessionCode")
public record SessionCode(
        @Schema(description = "The page opens its session with it; it is not kept and never told again")
        String code,

        @Schema(description = "Address of the page with the code, on this service", examples = "/#sign-in=abc")
        String path,

        Instant expiresAt) {
    /** Without the secret. */
    @Override
    public String toString() {
        return "SessionCode[expiresAt=%s]".formatted(expiresAt);
    }
}

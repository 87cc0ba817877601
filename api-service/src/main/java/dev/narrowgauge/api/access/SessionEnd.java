package dev.narrowgauge.api.access;

import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What is left to do for who has ended a session. */
@Schema(name = "SessionEnd")
public record SessionEnd(
        @Schema(
                description =
                        "Where the browser signs out of the identity provider, too; null where it has signed in with none")
        Optional<String> signOutUrl) {}

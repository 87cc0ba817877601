package dev.narrowgauge.api.access;

import dev.narrowgauge.domain.access.Permission;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Who the caller is to the service. */
@Schema(name = "Session")
public record SessionView(
        @Schema(description = "Name of the caller's API key; null where the service asks nobody for one")
        Optional<String> key,

        @Schema(description = "What the caller may do") List<String> scopes,

        @Schema(description = "When that ends; null where it does not by itself")
        Optional<Instant> expiresAt) {
    static SessionView of(Caller caller) {
        return switch (caller) {
            case Caller.Anybody _ ->
                new SessionView(Optional.empty(), KeyView.words(EnumSet.allOf(Permission.class)), Optional.empty());
            case Caller.Holder holder ->
                new SessionView(
                        Optional.of(holder.key().name()),
                        KeyView.words(holder.key().permissions()),
                        holder.end());
        };
    }
}

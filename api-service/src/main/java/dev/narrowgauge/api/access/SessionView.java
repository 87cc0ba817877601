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
        @Schema(description = "Name of the caller's API key; null where the caller has none")
        Optional<String> key,

        @Schema(
                description =
                        "As whom an identity provider knows the caller; null where the caller has come with an API key")
        Optional<IdentityView> identity,

        @Schema(description = "What the caller may do") List<String> scopes,

        @Schema(description = "When that ends; null where it does not by itself")
        Optional<Instant> expiresAt) {
    static SessionView of(Caller caller) {
        return switch (caller) {
            case Caller.Anybody _ ->
                new SessionView(
                        Optional.empty(),
                        Optional.empty(),
                        KeyView.words(EnumSet.allOf(Permission.class)),
                        Optional.empty());
            case Caller.Holder holder ->
                new SessionView(
                        Optional.of(holder.key().name()),
                        Optional.empty(),
                        KeyView.words(holder.permissions()),
                        holder.end());
            case Caller.Identified identified ->
                new SessionView(
                        Optional.empty(),
                        Optional.of(IdentityView.of(identified.identity())),
                        KeyView.words(identified.permissions()),
                        identified.end());
        };
    }
}

package dev.narrowgauge.api.access;

import dev.narrowgauge.domain.access.Identity;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Whom an identity provider knows, a person or a pipeline. */
@Schema(name = "Identity")
public record IdentityView(
        @Schema(description = "Name of the identity provider in the settings of the service")
        String provider,

        @Schema(description = "By which the provider knows them, and nobody else")
        String subject,

        @Schema(description = "For people; not unique") String name) {
    static IdentityView of(Identity identity) {
        return new IdentityView(identity.provider(), identity.subject(), identity.name());
    }
}

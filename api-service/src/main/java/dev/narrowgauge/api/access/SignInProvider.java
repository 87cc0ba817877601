package dev.narrowgauge.api.access;

import dev.narrowgauge.api.identity.Provider;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An identity provider with which people can sign in. */
@Schema(name = "SignInProvider")
public record SignInProvider(
        String name,
        String issuer,

        @Schema(description = "Whether people can sign in with it at the page")
        boolean page,

        @Schema(description = "As which client of the provider they do at the command line; null where they cannot")
        Optional<String> cliClientId,

        @Schema(description = "What to ask the provider for")
        List<String> scopes) {
    static SignInProvider of(Provider provider) {
        return new SignInProvider(
                provider.name(),
                provider.issuer(),
                provider.client().isPresent(),
                provider.commandLineClient(),
                provider.scopes());
    }
}

package dev.narrowgauge.cli.service;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.narrowgauge.cli.identity.IdentityProvider;
import dev.narrowgauge.cli.identity.SignedIn;
import dev.narrowgauge.cli.identity.TokenFile;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code narrowgauge logout}. */
@Command(
        name = "logout",
        mixinStandardHelpOptions = true,
        description = {
            "Forgets what 'narrowgauge login' has kept for a service.",
            "A sign-in is ended at its identity provider, too. A key stays good for whoever else has it; 'narrowgauge key"
                    + " revoke' ends it."
        })
public final class LogoutCommand implements Callable<Integer> {
    @Mixin
    private ServiceOptions service;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        URI address = service.address();
        LoginFile logins = LoginFile.ofThisUser();
        TokenFile tokens = logins.tokens();
        Optional<SignedIn> signedIn = tokens.find(address);
        tokens.forget(address);
        boolean hadKey = logins.forget(address);
        if (!hadKey && signedIn.isEmpty()) {
            throw new NarrowgaugeException(
                    ErrorCode.NOT_FOUND,
                    "Nothing is kept for %s: 'narrowgauge login' was not used.".formatted(address));
        }
        // Forgotten before, so that a provider that does not answer keeps nobody logged in here.
        signedIn.ifPresent(LogoutCommand::end);
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("server", address.toString());
        return new Answer(spec, service).line(document, "logged out", "of " + address);
    }

    private static void end(SignedIn signedIn) {
        try (IdentityProvider provider = new IdentityProvider(signedIn.issuer(), signedIn.clientId())) {
            provider.end(signedIn);
        }
    }
}

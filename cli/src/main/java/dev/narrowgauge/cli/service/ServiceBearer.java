package dev.narrowgauge.cli.service;

import dev.narrowgauge.cli.identity.ActionsToken;
import dev.narrowgauge.cli.identity.SignIns;
import dev.narrowgauge.cli.identity.SignedIn;
import dev.narrowgauge.domain.access.Bearer;
import dev.narrowgauge.domain.access.KeyText;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What a service is called with: an API key, or a token of an identity provider. */
final class ServiceBearer {
    static final String VARIABLE = "NARROWGAUGE_TOKEN";

    private ServiceBearer() {}

    /** A token that whoever starts the command has, as a pipeline does. */
    record Given(String text) implements Bearer {
        /** Without the token. */
        @Override
        public String toString() {
            return VARIABLE;
        }
    }

    /**
     * That of the environment, else the one by which GitHub vouches for this job, else that of the identity provider with which the user has signed in, else a key that the user
     * has kept or started a service with.
     */
    static Optional<? extends Bearer> of(URI service, ActionsToken actions) {
        SignIns signIns = new SignIns(LoginFile.ofThisUser().tokens(), InstantSource.system());
        return of(System.getenv(), actions::current, () -> signIns.of(service), () -> ServiceKey.of(service));
    }

    /** @param key which is that of the environment where there is one */
    static Optional<? extends Bearer> of(
            Map<String, String> environment,
            Supplier<Optional<Bearer>> actions,
            Supplier<Optional<SignedIn>> signedIn,
            Supplier<Optional<KeyText>> key) {
        if (!environment.getOrDefault(ServiceKey.VARIABLE, "").isBlank()) {
            return key.get();
        }
        String given = environment.getOrDefault(VARIABLE, "").strip();
        if (!given.isEmpty()) {
            return Optional.of(new Given(given));
        }
        Optional<Bearer> vouched = actions.get();
        if (vouched.isPresent()) {
            return vouched;
        }
        Optional<SignedIn> known = signedIn.get();
        return known.isPresent() ? known : key.get();
    }
}

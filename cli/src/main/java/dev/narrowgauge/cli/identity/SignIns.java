package dev.narrowgauge.cli.identity;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;

/** The sign-ins of a user, kept up for as long as the providers let that be. */
public final class SignIns {
    private final TokenFile file;
    private final InstantSource clock;

    public SignIns(TokenFile file, InstantSource clock) {
        this.file = requireNonNull(file, "file is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** That of the service, with a token that is good; empty where the user has not signed in. */
    public Optional<SignedIn> of(URI service) {
        Optional<SignedIn> kept = file.find(service);
        return kept.filter(signedIn -> !signedIn.isGood(clock.instant())).isEmpty()
                ? kept
                : file.alone(() -> refreshed(service));
    }

    /** Unless another command has done that meanwhile. */
    private Optional<SignedIn> refreshed(URI service) {
        Optional<SignedIn> kept = file.find(service);
        if (kept.filter(signedIn -> !signedIn.isGood(clock.instant())).isEmpty()) {
            return kept;
        }
        SignedIn before = kept.get();
        try (IdentityProvider provider = new IdentityProvider(before.issuer(), before.clientId())) {
            SignedIn next = provider.refreshed(before);
            file.keep(service, next);
            return Optional.of(next);
        }
    }
}

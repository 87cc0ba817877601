package dev.narrowgauge.cli.identity;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.access.Bearer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What an identity provider has given a user for a service.
 *
 * @param issuer of the provider
 * @param clientId as which client of the provider
 * @param text of the token that services are called with
 * @param refresh token that gives another when that one has expired; empty where the provider gives none
 */
public record SignedIn(String issuer, String clientId, String text, Instant expiresAt, Optional<String> refresh)
        implements Bearer {
    /** A request has to arrive, and clocks differ. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    public SignedIn {
        requireNonNull(issuer, "issuer is null");
        requireNonNull(clientId, "clientId is null");
        requireNonNull(text, "text is null");
        requireNonNull(expiresAt, "expiresAt is null");
        requireNonNull(refresh, "refresh is null");
    }

    boolean isGood(Instant now) {
        return now.plus(MARGIN).isBefore(expiresAt);
    }

    /** Without the tokens. */
    @Override
    public String toString() {
        return "SignedIn[issuer=%s, expiresAt=%s]".formatted(issuer, expiresAt);
    }
}

package dev.narrowgauge.cli.identity;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;

/** An identity provider, to a command line that is one of its clients and has no secret. To be closed. */
public final class IdentityProvider implements AutoCloseable {
    private static final String DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";
    private static final int USUAL_INTERVAL = 5;
    private static final int SLOW_DOWN = 5;

    private final String issuer;
    private final String clientId;
    private final ProviderHttp http = new ProviderHttp();

    public IdentityProvider(String issuer, String clientId) {
        this.issuer = requireNonNull(issuer, "issuer is null");
        this.clientId = requireNonNull(clientId, "clientId is null");
    }

    /**
     * What the user has to do, in a browser on any machine.
     *
     * @param code that the page there asks for
     * @param complete address that has the code in it; empty where the provider has none
     * @param deviceCode with which the command line asks whether it is done
     */
    public record Offer(
            String page, String code, Optional<String> complete, String deviceCode, Duration interval, Instant end) {
        /** Without what would let others ask. */
        @Override
        public String toString() {
            return "Offer[page=%s]".formatted(page);
        }
    }

    /**
     * @throws NarrowgaugeException REQUEST_INVALID where the provider lets nobody sign in so, IDENTITY_PROVIDER_UNAVAILABLE
     */
    public Offer begin(List<String> scopes) {
        ProviderHttp.Answer answer = http.post(
                address("device_authorization_endpoint")
                        .orElseThrow(() -> refused(
                                "'%s' does not let people sign in at a command line (no device_authorization_endpoint)"
                                        .formatted(issuer))),
                Map.of("client_id", clientId, "scope", String.join(" ", scopes)));
        if (!answer.isOk()) {
            throw refused("'%s' does not let the client '%s' sign people in at a command line (%s)"
                    .formatted(issuer, clientId, answer.error()));
        }
        JsonNode offered = answer.body();
        return new Offer(
                text(offered, "verification_uri"),
                text(offered, "user_code"),
                Optional.ofNullable(offered.path("verification_uri_complete").textValue()),
                text(offered, "device_code"),
                Duration.ofSeconds(offered.path("interval").asInt(USUAL_INTERVAL)),
                Instant.now().plusSeconds(offered.path("expires_in").asLong()));
    }

    /**
     * Waits until the user has done that.
     *
     * @throws NarrowgaugeException TOKEN_REFUSED where they did not, or not in time
     */
    public SignedIn await(Offer offer) {
        URI tokens = tokens();
        Duration interval = offer.interval();
        while (Instant.now().isBefore(offer.end())) {
            pause(interval);
            ProviderHttp.Answer answer = http.post(
                    tokens,
                    Map.of("grant_type", DEVICE_CODE, "device_code", offer.deviceCode(), "client_id", clientId));
            if (answer.isOk()) {
                return signedIn(answer.body(), Optional.empty());
            }
            switch (answer.error()) {
                case "authorization_pending" -> {}
                case "slow_down" -> interval = interval.plusSeconds(SLOW_DOWN);
                default -> throw ended("The identity provider has not signed you in (%s)".formatted(answer.error()));
            }
        }
        throw ended("Nobody has signed in in time");
    }

    /**
     * The same with a token that is good again.
     *
     * @throws NarrowgaugeException TOKEN_REFUSED where the provider has ended the sign-in
     */
    SignedIn refreshed(SignedIn before) {
        String refresh = before.refresh().orElseThrow(() -> ended("Your sign-in has expired"));
        ProviderHttp.Answer answer = http.post(
                tokens(), Map.of("grant_type", "refresh_token", "refresh_token", refresh, "client_id", clientId));
        if (!answer.isOk()) {
            throw ended("The identity provider has ended your sign-in (%s)".formatted(answer.error()));
        }
        return signedIn(answer.body(), Optional.of(refresh));
    }

    /** Ends it at the provider, where that lets a client do so. */
    public void end(SignedIn signedIn) {
        signedIn.refresh()
                .ifPresent(refresh -> address("revocation_endpoint")
                        .ifPresent(address -> http.post(
                                address,
                                Map.of(
                                        "token", refresh,
                                        "token_type_hint", "refresh_token",
                                        "client_id", clientId))));
    }

    /** @param refresh that stays good where the answer has no other */
    private SignedIn signedIn(JsonNode answer, Optional<String> refresh) {
        return new SignedIn(
                issuer,
                clientId,
                text(answer, "access_token"),
                Instant.now().plusSeconds(answer.path("expires_in").asLong()),
                Optional.ofNullable(answer.path("refresh_token").textValue()).or(() -> refresh));
    }

    private URI tokens() {
        return address("token_endpoint")
                .orElseThrow(() -> refused("'%s' gives no tokens (no token_endpoint)".formatted(issuer)));
    }

    private Optional<URI> address(String member) {
        String discovery = issuer.replaceFirst("/$", "") + "/.well-known/openid-configuration";
        JsonNode metadata = http.get(URI.create(discovery)).body();
        if (!issuer.equals(metadata.path("issuer").textValue())) {
            throw refused("'%s' is not described at %s".formatted(issuer, discovery));
        }
        return Optional.ofNullable(metadata.path(member).textValue()).map(URI::create);
    }

    private static String text(JsonNode answer, String member) {
        return Optional.ofNullable(answer.path(member).textValue())
                .orElseThrow(() -> new NarrowgaugeException(
                        ErrorCode.INTERNAL_ERROR, "The identity provider's answer has no '%s'.".formatted(member)));
    }

    private static void pause(Duration time) {
        try {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new CancellationException();
        }
    }

    private static NarrowgaugeException refused(String what) {
        return new NarrowgaugeException(
                ErrorCode.REQUEST_INVALID, "The identity provider %s: ask the service's operator.".formatted(what));
    }

    private static NarrowgaugeException ended(String what) {
        return new NarrowgaugeException(
                ErrorCode.TOKEN_REFUSED, what + ": sign in again with 'narrowgauge login --oidc'.");
    }

    @Override
    public void close() {
        http.close();
    }
}

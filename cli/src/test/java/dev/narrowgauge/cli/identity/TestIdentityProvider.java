package dev.narrowgauge.cli.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestIdentityProvider {
    private static final URI SERVICE = URI.create("https://narrowgauge.example/");
    private static final String OFFER = """
            {"device_code": "dc", "user_code": "ABCD-EFGH", "verification_uri": "https://id.example/device",
             "verification_uri_complete": "https://id.example/device?user_code=ABCD-EFGH", "expires_in": 600, "interval": 0}""";
    private static final String TOKENS =
            "{\"access_token\": \"at-%1$d\", \"refresh_token\": \"rt-%1$d\", \"expires_in\": 300}";
    private static final String PENDING = "{\"error\": \"authorization_pending\"}";

    @TempDir
    private Path directory;

    private TestingProvider server;
    private IdentityProvider provider;
    private TokenFile file;
    private Instant now = Instant.now();
    private final Instant end = now.plusSeconds(300);

    @BeforeEach
    void start() throws IOException {
        server = new TestingProvider();
        provider = new IdentityProvider(server.issuer(), "cli");
        file = new TokenFile(directory.resolve("narrowgauge/tokens"));
    }

    @AfterEach
    void stop() {
        provider.close();
        server.close();
    }

    @Test
    void userSignsInElsewhere() {
        server.answer("/device", 200, OFFER);
        server.answer("/tokens", 400, PENDING);
        server.answer("/tokens", 400, PENDING);
        server.answer("/tokens", 200, TOKENS.formatted(1));

        IdentityProvider.Offer offer = provider.begin(List.of("openid", "profile"));
        assertThat(offer.page()).isEqualTo("https://id.example/device");
        assertThat(offer.code()).isEqualTo("ABCD-EFGH");
        assertThat(offer.complete()).isPresent();
        assertThat(offer.toString()).doesNotContain("dc");
        SignedIn signedIn = provider.await(offer);

        assertThat(signedIn.text()).isEqualTo("at-1");
        assertThat(signedIn.refresh()).contains("rt-1");
        assertThat(signedIn.expiresAt()).isAfter(now.plusSeconds(250));
        assertThat(signedIn.toString()).doesNotContain("at-1").doesNotContain("rt-1");
        assertThat(server.asked()).hasSize(4);
        assertThat(server.asked().getFirst()).startsWith("/device ").contains("client_id=cli", "scope=openid+profile");
        assertThat(server.asked().getLast())
                .contains("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code", "device_code=dc");
    }

    @Test
    void userWhoDoesNotIsTold() {
        server.answer("/device", 200, OFFER);
        server.answer("/tokens", 400, "{\"error\": \"access_denied\"}");
        IdentityProvider.Offer offer = provider.begin(List.of("openid"));
        assertFails(() -> provider.await(offer), ErrorCode.TOKEN_REFUSED, "access_denied");
        IdentityProvider.Offer late = new IdentityProvider.Offer(
                offer.page(), offer.code(), Optional.empty(), offer.deviceCode(), offer.interval(), now);
        assertFails(() -> provider.await(late), ErrorCode.TOKEN_REFUSED, "in time");
    }

    @Test
    void providerThatDoesNotDoSoIsNamed() {
        server.answer("/device", 401, "{\"error\": \"invalid_client\"}");
        assertFails(() -> provider.begin(List.of("openid")), ErrorCode.REQUEST_INVALID, "'cli'", "invalid_client");
        try (IdentityProvider other = new IdentityProvider(server.issuer() + "/", "cli")) {
            assertFails(() -> other.begin(List.of("openid")), ErrorCode.REQUEST_INVALID, "is not described");
        }
        try (IdentityProvider open = new IdentityProvider("http://id.example", "cli")) {
            assertFails(() -> open.begin(List.of("openid")), ErrorCode.REQUEST_INVALID, "https://");
        }
        String issuer = server.issuer();
        server.close();
        assertFails(() -> provider.begin(List.of("openid")), ErrorCode.IDENTITY_PROVIDER_UNAVAILABLE, issuer);
    }

    @Test
    void tokenIsRefreshedWhenItExpires() throws IOException {
        SignIns signIns = new SignIns(file, () -> now);
        assertThat(signIns.of(SERVICE)).isEmpty();
        file.keep(SERVICE, first());
        assertThat(Files.getPosixFilePermissions(file.path())).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(signIns.of(SERVICE)).contains(first());
        assertThat(server.asked()).isEmpty();

        now = now.plusSeconds(280);
        server.answer("/tokens", 200, "{\"access_token\": \"at-2\", \"expires_in\": 3600}");
        SignedIn refreshed = signIns.of(SERVICE).orElseThrow();
        assertThat(refreshed.text()).isEqualTo("at-2");
        assertThat(refreshed.refresh()).as("as before").contains("rt-1");
        assertThat(server.asked().getLast()).contains("grant_type=refresh_token", "refresh_token=rt-1");
        assertThat(file.find(SERVICE)).contains(refreshed);
        assertThat(file.find(URI.create("https://other.example/"))).isEmpty();
    }

    @Test
    void signInThatTheProviderHasEndedIsTold() {
        SignIns signIns = new SignIns(file, () -> now);
        file.keep(SERVICE, first());
        now = now.plusSeconds(300);
        server.answer("/tokens", 400, "{\"error\": \"invalid_grant\"}");
        assertFails(() -> signIns.of(SERVICE), ErrorCode.TOKEN_REFUSED, "invalid_grant", "login --oidc");

        file.keep(SERVICE, new SignedIn(server.issuer(), "cli", "at", now, Optional.empty()));
        assertFails(() -> signIns.of(SERVICE), ErrorCode.TOKEN_REFUSED, "has expired");
    }

    @Test
    void signInIsEndedAtTheProviderToo() {
        file.keep(SERVICE, first());
        server.answer("/revoke", 200, "");
        provider.end(file.find(SERVICE).orElseThrow());
        assertThat(server.asked().getLast()).startsWith("/revoke ").contains("token=rt-1", "client_id=cli");
        file.forget(SERVICE);
        assertThat(file.find(SERVICE)).isEmpty();
    }

    private SignedIn first() {
        return new SignedIn(server.issuer(), "cli", "at-1", end, Optional.of("rt-1"));
    }

    private static void assertFails(ThrowingCallable call, ErrorCode code, String... told) {
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(call)
                .withMessageContainingAll(told)
                .extracting(NarrowgaugeException::code)
                .isEqualTo(code);
    }
}

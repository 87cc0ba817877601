package dev.narrowgauge.api.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.domain.access.Identity;
import dev.narrowgauge.domain.access.Role;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TestIdentityTokens {
    private final TestingProvider provider = TestingProvider.start();
    private Instant now = Instant.parse("2026-07-01T12:00:00Z");
    private final IdentityTokens tokens =
            IdentityTokens.of(TestingSettings.of("company", """
            issuer=%s
            audience=narrowgauge,other
            clock-skew=30s
            rules.engineers.role=submitter
            rules.engineers.claims.groups=engineers|researchers
            rules.owners.role=admin
            rules.owners.claims."realm_access.roles"=narrowgauge-admin
            rules.releases.role=submitter
            rules.releases.claims.repository=acme/models
            rules.releases.claims.ref=refs/heads/main|refs/tags/*\
            """.formatted(provider.issuer())), () -> now);

    @AfterEach
    void stop() {
        provider.close();
    }

    @Test
    void groupsGiveRoles() {
        IdentityTokens.Known known = required(token(_ -> {}));
        assertThat(known.identity())
                .isEqualTo(new Identity("company", "f81d4fae", "ann", Map.of("default", Role.SUBMITTER.permissions())));
        assertThat(known.end()).isEqualTo(now.plusSeconds(300 + 30));
        String admin = token(claims -> claims.put("realm_access", Map.of("roles", List.of("narrowgauge-admin"))));
        assertThat(required(admin).identity().permissions()).isEqualTo(Role.ADMIN.permissions());
        assertRefused(token(claims -> claims.put("groups", "everybody")), ErrorCode.ACCESS_DENIED, "'ann'");
    }

    @Test
    void ruleGivesItsRoleInItsProjectsAlone() {
        IdentityTokens others =
                IdentityTokens.of(TestingSettings.of("company", """
                issuer=%s
                audience=narrowgauge
                rules.all.role=viewer
                rules.engineers.role=submitter
                rules.engineers.projects=vision,speech
                rules.engineers.claims.groups=engineers\
                """.formatted(provider.issuer())), () -> now);
        Identity ann = others.require(token(_ -> {}), () -> {}).identity();
        assertThat(ann.projects())
                .isEqualTo(Map.of(
                        "default", Role.VIEWER.permissions(),
                        "vision", Role.SUBMITTER.permissions(),
                        "speech", Role.SUBMITTER.permissions()));
        assertThat(ann.usualProject()).contains("default");
        assertThat(ann.permissionsIn("default")).isEqualTo(Role.VIEWER.permissions());
        assertThat(ann.permissionsIn("vision")).isEqualTo(Role.SUBMITTER.permissions());
        assertThat(ann.permissionsIn("others")).isEmpty();
    }

    @Test
    void pipelineHasTheRoleOfItsRepositoryAndRef() {
        assertThat(required(pipeline("acme/models", "refs/heads/main"))
                        .identity()
                        .name())
                .isEqualTo("repo:acme/models:ref:refs/heads/main");
        required(pipeline("acme/models", "refs/tags/v1"));
        for (String[] other : new String[][] {
            {"acme/models", "refs/heads/mine"},
            {"acme/models", "refs/tags/v1/x"},
            {"acme/models2", "refs/heads/main"},
            {"evil/models", "refs/heads/main"}
        }) {
            assertRefused(pipeline(other[0], other[1]), ErrorCode.ACCESS_DENIED, "no rule");
        }
    }

    @Test
    void clocksMayDifferALittle() {
        required(tokenThatEnded(20));
        assertRefused(tokenThatEnded(40), ErrorCode.TOKEN_REFUSED, "has expired");
        required(token(claims -> claims.put("nbf", now.plusSeconds(20).getEpochSecond())));
        assertRefused(
                token(claims -> claims.put("nbf", now.plusSeconds(40).getEpochSecond())),
                ErrorCode.TOKEN_REFUSED,
                "is not good yet");
    }

    @Test
    void tokenThatIsGoodForTooLongIsRefused() {
        long day = Duration.ofHours(24).toSeconds();
        long start = now.getEpochSecond();
        required(token(claims -> claims.put("exp", start + day)));
        for (long end : new long[] {start + day + 1, Long.MAX_VALUE}) {
            assertRefused(
                    token(claims -> claims.put("exp", end)),
                    ErrorCode.TOKEN_REFUSED,
                    "longer than the 86400 seconds",
                    "narrowgauge.oidc.company.token-lifetime");
        }
        assertRefused(
                token(claims -> {
                    claims.put("iat", start - day);
                    claims.put("exp", start + 1);
                }),
                ErrorCode.TOKEN_REFUSED,
                "longer than");
        // From now where nobody knows since when.
        required(token(claims -> {
            claims.remove("iat");
            claims.put("exp", start + day);
        }));
        assertRefused(
                token(claims -> {
                    claims.remove("iat");
                    claims.put("exp", start + day + 1);
                }),
                ErrorCode.TOKEN_REFUSED,
                "longer than");
    }

    @Test
    void keysMayBeRotated() {
        required(token(_ -> {}));
        now = now.plus(Shelf.BETWEEN_LOOKS);
        String old = token(_ -> {});
        provider.rotate();
        required(old);
        required(token(_ -> {}));
        assertRefused(old, ErrorCode.TOKEN_REFUSED, "is not signed with a key");
    }

    /** Who has stolen one may use it until the service looks again. */
    @Test
    void keyThatIsWithdrawnIsNotGoodForLong() {
        required(token(_ -> {}));
        now = now.plus(Shelf.KEPT);
        String old = token(_ -> {});
        provider.rotate();
        assertRefused(old, ErrorCode.TOKEN_REFUSED, "is not signed with a key");
    }

    @Test
    void keysThatThereAreNotHaveTheProviderAskedRarely() {
        required(token(_ -> {}));
        now = now.plus(Shelf.BETWEEN_LOOKS);
        String stranger;
        try (TestingProvider other = TestingProvider.start()) {
            stranger = other.signed(provider.claims(now));
        }
        for (int i = 0; i < 5; i++) {
            assertRefused(stranger, ErrorCode.TOKEN_REFUSED, "is not signed with a key");
        }
        assertThat(provider.looks()).isEqualTo(2);
    }

    @Test
    void providerThatDoesNotAnswerIsNotTheCallersFault() {
        provider.silence(true);
        assertRefused(token(_ -> {}), ErrorCode.IDENTITY_PROVIDER_UNAVAILABLE, "'company' cannot be asked");
        provider.silence(false);
        assertRefused(token(_ -> {}), ErrorCode.IDENTITY_PROVIDER_UNAVAILABLE, "answers 503");
        now = now.plus(Shelf.BETWEEN_LOOKS);
        required(token(_ -> {}));

        provider.silence(true);
        now = now.plus(Shelf.KEPT_WITHOUT_PROVIDER).minus(Duration.ofMinutes(1));
        required(token(_ -> {}));
        now = now.plus(Duration.ofMinutes(1));
        assertRefused(token(_ -> {}), ErrorCode.IDENTITY_PROVIDER_UNAVAILABLE, "'company'");
    }

    @Test
    void tokenForOthersIsRefused() {
        required(token(claims -> claims.put("aud", List.of("somebody", "other"))));
        assertRefused(
                token(claims -> claims.put("aud", "somebody")),
                ErrorCode.TOKEN_REFUSED,
                "is not for this service",
                "'narrowgauge' or 'other'");
        assertRefused(token(claims -> claims.remove("aud")), ErrorCode.TOKEN_REFUSED, "is not for this service");
        assertRefused(
                token(claims -> claims.put("iss", "https://evil.example")),
                ErrorCode.TOKEN_REFUSED,
                "is of 'https://evil.example'");
        assertRefused(token(claims -> claims.remove("iss")), ErrorCode.TOKEN_REFUSED, "'iss'");
    }

    @Test
    void tokenWithoutEndOrSubjectIsRefused() {
        for (String claim : List.of("exp", "sub")) {
            assertRefused(token(claims -> claims.remove(claim)), ErrorCode.TOKEN_REFUSED, "'sub' and 'exp'");
        }
        assertRefused(token(claims -> claims.put("sub", "a\nb")), ErrorCode.TOKEN_REFUSED, "control characters");
    }

    @Test
    void signatureThatIsNoneIsRefused() {
        Map<String, Object> claims = provider.claims(now);
        String signed = provider.signed(claims);
        String payload = signed.split("\\.")[1];
        String none = Base64.getUrlEncoder().withoutPadding().encodeToString("{\"alg\":\"none\"}".getBytes(UTF_8));
        for (String forged : List.of(
                none + "." + payload + ".",
                none + "." + payload + "." + signed.split("\\.")[2],
                // What everybody may know is no secret to sign with.
                provider.signed(claims, AlgorithmIdentifiers.HMAC_SHA256, new HmacKey(provider.publicKey())),
                provider.signed(
                        claims,
                        AlgorithmIdentifiers.RSA_USING_SHA256,
                        TestingProvider.newKey().getPrivateKey()),
                signed.substring(0, signed.length() - 8))) {
            assertRefused(forged, ErrorCode.TOKEN_REFUSED, "is not signed with a key");
        }
        assertRefused("eyJ.e.x", ErrorCode.TOKEN_REFUSED, "cannot be read");
    }

    private IdentityTokens.Known required(String token) {
        IdentityTokens.Known known = tokens.require(token, () -> {});
        IdentityTokens.requireRole(known.identity());
        return known;
    }

    private String token(Consumer<Map<String, Object>> change) {
        Map<String, Object> claims = provider.claims(now);
        change.accept(claims);
        return provider.signed(claims);
    }

    private String tokenThatEnded(int secondsAgo) {
        Instant end = now.minusSeconds(secondsAgo);
        return token(claims -> {
            claims.put("iat", end.minusSeconds(300).getEpochSecond());
            claims.put("exp", end.getEpochSecond());
        });
    }

    /** As GitHub's issuer has them. */
    private String pipeline(String repository, String ref) {
        return token(claims -> {
            claims.remove("groups");
            claims.remove("preferred_username");
            claims.put("sub", "repo:%s:ref:%s".formatted(repository, ref));
            claims.put("repository", repository);
            claims.put("ref", ref);
        });
    }

    private void assertRefused(String token, ErrorCode code, String... told) {
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> required(token))
                .satisfies(refusal -> {
                    assertThat(refusal.code()).as(refusal.getMessage()).isEqualTo(code);
                    assertThat(refusal.getMessage()).contains(told).doesNotContain(token);
                    assertThat(refusal.getCause()).isNull();
                });
    }
}

package dev.narrowgauge.api.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.api.identity.IdentityTokens;
import dev.narrowgauge.api.identity.Providers;
import dev.narrowgauge.api.identity.SignIns;
import dev.narrowgauge.api.identity.TestingProvider;
import dev.narrowgauge.api.identity.TestingSettings;
import dev.narrowgauge.domain.access.Identity;
import dev.narrowgauge.domain.access.KeyText;
import dev.narrowgauge.domain.access.Permission;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** How often somebody may call, or come with what nobody knows. */
class TestCallLimits extends KnownKeysTest {
    /** Whoever has a good key is not kept out by what a neighbour tries, once it was known. */
    @Test
    void unknownKeysOfAnAddressAreNotLookedUpWithoutLimit() {
        KeyText good = added(Optional.empty());
        known.require(credential(good), HERE);
        for (int i = 0; i < LOOKUPS; i++) {
            assertRefused(KeyText.random(), "not known");
        }
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> known.require(credential(KeyText.random()), HERE))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(ErrorCode.RATE_LIMITED))
                .satisfies(failure -> assertThat(failure.retryAfter()).isPresent());
        known.changed();
        known.require(credential(good), HERE);
        known.require(credential(added(Optional.empty())), "192.0.2.2");
    }

    /** Each takes a check of a signature. Whoever has a good token is not kept out by what a neighbour tries, once it was known. */
    @Test
    void forgedTokensOfAnAddressAreNotCheckedWithoutLimit() {
        try (TestingProvider provider = TestingProvider.start();
                TestingProvider stranger = TestingProvider.start()) {
            IdentityTokens tokens =
                    IdentityTokens.of(TestingSettings.of("company", """
                    issuer=%s
                    audience=narrowgauge
                    rules.all.role=viewer\
                    """.formatted(provider.issuer())), () -> now);
            Guard guard = new Guard(known, tokens, true, buckets(10 * LOOKUPS));
            BearerToken good = new BearerToken(provider.signed(provider.claims(now)));
            BearerToken forged = new BearerToken(stranger.signed(provider.claims(now)));
            for (int i = 0; i < 2 * LOOKUPS; i++) {
                assertThat(admitted(guard, good, HERE)).isPresent();
            }
            for (int i = 0; i < LOOKUPS; i++) {
                assertRefused(ErrorCode.TOKEN_REFUSED, () -> admitted(guard, forged, HERE));
            }
            assertRefused(ErrorCode.RATE_LIMITED, () -> admitted(guard, forged, HERE));
            assertThat(admitted(guard, good, HERE)).isPresent();

            BearerToken next = new BearerToken(provider.signed(provider.claims(now.minusSeconds(1))));
            assertRefused(ErrorCode.RATE_LIMITED, () -> admitted(guard, next, HERE));
            assertThat(admitted(guard, next, "192.0.2.2")).isPresent();
        }
    }

    /** Each is a request to the provider in the name of this service. */
    @Test
    void signInsThatFailAreNotTriedWithoutLimit() {
        PageSessions pages = new PageSessions(sessions, identities, known);
        AtomicInteger tried = new AtomicInteger();
        Supplier<SignIns.SignedIn> failing = () -> {
            tried.incrementAndGet();
            throw new NarrowgaugeException(ErrorCode.TOKEN_REFUSED, "not begun");
        };
        for (int i = 0; i < LOOKUPS; i++) {
            assertThatExceptionOfType(NarrowgaugeException.class)
                    .isThrownBy(() -> pages.open(HERE, failing, _ -> {}))
                    .satisfies(failure -> assertThat(failure.code()).isEqualTo(ErrorCode.TOKEN_REFUSED));
        }
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> pages.open(HERE, failing, _ -> {}))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(ErrorCode.RATE_LIMITED));
        assertThat(tried).hasValue(LOOKUPS);
        Identity ann = new Identity("company", "f81d4fae", "ann", Map.of("default", Set.of(Permission.READ)));
        assertThat(pages.open("192.0.2.2", () -> new SignIns.SignedIn(ann, Duration.ofHours(1)), _ -> {})
                        .caller())
                .isInstanceOf(Caller.Identified.class);
    }

    @Test
    void keyMakesSoManyCallsAtOnce() {
        Guard guard = new Guard(known, IdentityTokens.of(new Providers(List.of()), () -> now), true, buckets(3));
        KeyText key = added(Optional.empty());
        for (int i = 0; i < 3; i++) {
            assertThat(guard.admit(Access.READ, HERE, () -> Optional.of(credential(key)), Optional.empty(), _ -> {}))
                    .isPresent();
        }
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() ->
                        guard.admit(Access.READ, HERE, () -> Optional.of(credential(key)), Optional.empty(), _ -> {}))
                .withMessageContaining("'ci'")
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(ErrorCode.RATE_LIMITED))
                .satisfies(failure -> assertThat(failure.retryAfter()).isPresent());
        KeyText another = added(Optional.empty());
        assertThat(guard.admit(Access.READ, HERE, () -> Optional.of(credential(another)), Optional.empty(), _ -> {}))
                .isPresent();
    }

    private static Optional<Caller> admitted(Guard guard, BearerToken token, String address) {
        return guard.admit(Access.READ, address, () -> Optional.of(token), Optional.empty(), _ -> {});
    }
}

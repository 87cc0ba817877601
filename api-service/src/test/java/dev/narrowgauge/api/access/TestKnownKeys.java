package dev.narrowgauge.api.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.api.identity.IdentityTokens;
import dev.narrowgauge.api.identity.Providers;
import dev.narrowgauge.api.identity.SignIns;
import dev.narrowgauge.api.identity.TestingProvider;
import dev.narrowgauge.api.identity.TestingSettings;
import dev.narrowgauge.db.ApiKeyStore;
import dev.narrowgauge.db.Database;
import dev.narrowgauge.db.IdentitySessionStore;
import dev.narrowgauge.db.PageSessionStore;
import dev.narrowgauge.db.PostgresFixture;
import dev.narrowgauge.db.notify.Notifications;
import dev.narrowgauge.domain.access.Identity;
import dev.narrowgauge.domain.access.KeyFile;
import dev.narrowgauge.domain.access.KeyText;
import dev.narrowgauge.domain.access.Permission;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestKnownKeys {
    private static final int LOOKUPS = 50;
    private static final String HERE = "192.0.2.1";

    private final DataSource database = PostgresFixture.migrated();
    private final Jdbi jdbi = Database.jdbi(database);
    private final ApiKeyStore store = new ApiKeyStore(jdbi);
    private final PageSessionStore sessions = new PageSessionStore(jdbi);
    private final IdentitySessionStore identities = new IdentitySessionStore(jdbi);
    private final AdminKey adminKey = new AdminKey(store);
    private final Notifications notifications = Notifications.start(database);
    private Instant now = Instant.now();
    private final KnownKeys known =
            KnownKeys.over(store, sessions, identities, adminKey, notifications, () -> now, buckets(LOOKUPS));

    @TempDir
    private Path directory;

    @AfterEach
    void stop() {
        notifications.close();
    }

    /** Also a key that is kept: nobody tells of the time. */
    @Test
    void keyEndsWhenItsTimeIsOver() {
        KeyText key = added(Optional.of(Duration.ofHours(1)));
        Caller caller = known.require(credential(key), HERE);
        assertThat(known.isGood(caller)).isTrue();
        now = now.plus(Duration.ofHours(2));
        assertThat(known.isGood(caller)).isFalse();
        assertRefused(key, "expired");
    }

    @Test
    void sessionEndsWhenItsTimeIsOverAndNotAfterItsKey() {
        KeyText key = added(Optional.of(Duration.ofHours(1)));
        sessions.offer(key.id(), key.sha256(), Duration.ofMinutes(1));
        KeyText cookie = KeyText.random();
        assertThat(sessions.open(key.sha256(), cookie, Duration.ofMinutes(30))).isPresent();
        Caller.Known caller = known.require(Credential.ofCookie(cookie.text()), HERE);
        assertThat(caller.end().orElseThrow())
                .isBefore(known.require(credential(key), HERE).end().orElseThrow());
        now = now.plus(Duration.ofMinutes(45));
        assertThat(known.isGood(caller)).isFalse();
        assertThat(known.isGood(known.require(credential(key), HERE))).isTrue();
    }

    @Test
    void sessionOfAnIdentityEndsWithItsTime() {
        Identity ann = new Identity("company", "f81d4fae", "ann", Map.of("default", Set.of(Permission.READ)));
        KeyText cookie = KeyText.random();
        identities.open(cookie, ann, Duration.ofMinutes(30));
        Caller.Known caller = known.require(Credential.ofCookie(cookie.text()), HERE);
        assertThat(caller.has(Permission.READ)).isTrue();
        assertThat(known.isGood(caller)).isTrue();
        now = now.plus(Duration.ofMinutes(45));
        assertThat(known.isGood(caller)).isFalse();
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> known.requireGood(caller))
                .withMessageContaining("sign in again");
    }

    @Test
    void sessionOfAProviderThatIsTrustedNoMoreIsRefused() {
        KeyText cookie = KeyText.random();
        identities.open(
                cookie,
                new Identity("former", "f81d4fae", "ann", Map.of("default", Set.of(Permission.READ))),
                Duration.ofMinutes(30));
        Guard guard = new Guard(known, IdentityTokens.of(new Providers(List.of()), () -> now), true, buckets(LOOKUPS));
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> guard.admit(
                        Access.READ,
                        HERE,
                        () -> Optional.of(Credential.ofCookie(cookie.text())),
                        Optional.empty(),
                        _ -> {}))
                .withMessageContaining("'former'")
                .extracting(NarrowgaugeException::code)
                .isEqualTo(ErrorCode.KEY_REFUSED);
    }

    @Test
    void callerWithATokenIsGoodUntilItExpires() {
        Identity ann = new Identity("company", "f81d4fae", "ann", Map.of("default", Set.of(Permission.READ)));
        Caller caller = new Caller.Identified(ann, now.plusSeconds(60), Optional.empty());
        known.requireGood(caller);
        assertThat(known.isGood(caller)).isTrue();
        now = now.plusSeconds(60);
        assertThat(known.isGood(caller)).isFalse();
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> known.requireGood(caller))
                .extracting(NarrowgaugeException::code)
                .isEqualTo(ErrorCode.TOKEN_REFUSED);
    }

    @Test
    void watcherIsWokenByEachChangeUntilItLeaves() {
        AtomicInteger woken = new AtomicInteger();
        try (KnownKeys.Watch _ = known.watch(woken::incrementAndGet)) {
            int before = woken.get();
            known.changed();
            assertThat(woken.get()).isGreaterThan(before);
        }
        int after = woken.get();
        known.changed();
        assertThat(woken).hasValue(after);
    }

    @Test
    void keyThatItsOwnerPutsIntoTheFileIsAdopted() {
        Path file = directory.resolve(KeyFile.OF_ADMIN);
        AdminKey.Kept first = adminKey.keepIn(file);
        assertThat(first.made()).isTrue();
        assertThat(adminKey.keepIn(file)).isEqualTo(new AdminKey.Kept(first.key(), false));
        known.require(credential(first.key()), HERE);

        KeyText next = KeyText.random();
        assertRefused(next, "not known");
        KeyFile.write(file, next);
        assertRefused(KeyText.random(), "not known");
        assertThat(known.require(credential(next), HERE).has(Permission.ADMIN)).isTrue();
        assertRefused(first.key(), "revoked");

        store.revoke(next.id());
        known.changed();
        assertRefused(next, "revoked");
    }

    @Test
    void nobodyIsAskedWhereCallersNeedNoKey() {
        Guard open = new Guard(known, IdentityTokens.of(new Providers(List.of()), () -> now), false, buckets(1));
        for (Access access : Access.values()) {
            Optional<Caller> caller = open.admit(
                    access,
                    HERE,
                    () -> {
                        throw new AssertionError("asked for what the call carries");
                    },
                    Optional.empty(),
                    _ -> {});
            assertThat(caller.isPresent()).isEqualTo(access.needsKey());
            caller.ifPresent(anybody -> assertThat(known.isGood(anybody)).isTrue());
        }
    }

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
    void whoSignsInAndMeetsNoRuleIsNamedAndRefused() {
        PageSessions pages = new PageSessions(sessions, identities, known);
        Identity stranger = new Identity("company", "77c2", "eve", Map.of());
        AtomicReference<Identity> told = new AtomicReference<>();
        assertRefused(
                ErrorCode.ACCESS_DENIED,
                () -> pages.open(HERE, () -> new SignIns.SignedIn(stranger, Duration.ofHours(1)), told::set));
        assertThat(told).hasValue(stranger);
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

    /** None comes back while a test runs. */
    private static <K> Buckets<K> buckets(int size) {
        return new Buckets<>(size, Duration.ofDays(1000), System::nanoTime);
    }

    private KeyText added(Optional<Duration> lifetime) {
        KeyText key = KeyText.random();
        store.add(key, new ApiKeyStore.Wanted("ci", Set.of(Permission.READ), lifetime, Optional.empty()));
        return key;
    }

    private static Optional<Caller> admitted(Guard guard, BearerToken token, String address) {
        return guard.admit(Access.READ, address, () -> Optional.of(token), Optional.empty(), _ -> {});
    }

    private static void assertRefused(ErrorCode code, ThrowingCallable call) {
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(call)
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(code));
    }

    private static Credential credential(KeyText key) {
        return Credential.ofKey(key.text());
    }

    private void assertRefused(KeyText key, String why) {
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> known.require(credential(key), HERE))
                .withMessageContaining(why)
                .extracting(NarrowgaugeException::code)
                .isEqualTo(ErrorCode.KEY_REFUSED);
    }
}

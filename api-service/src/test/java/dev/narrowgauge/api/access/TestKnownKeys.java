package dev.narrowgauge.api.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.api.identity.IdentityTokens;
import dev.narrowgauge.api.identity.Providers;
import dev.narrowgauge.api.identity.SignIns;
import dev.narrowgauge.domain.access.Identity;
import dev.narrowgauge.domain.access.KeyFile;
import dev.narrowgauge.domain.access.KeyText;
import dev.narrowgauge.domain.access.Permission;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is known, and until when. */
class TestKnownKeys extends KnownKeysTest {
    @TempDir
    private Path directory;

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
}

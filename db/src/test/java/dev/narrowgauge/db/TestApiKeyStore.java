package dev.narrowgauge.db;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.db.ApiKeyStore.Wanted;
import dev.narrowgauge.db.notify.Notifications;
import dev.narrowgauge.domain.access.KeyText;
import dev.narrowgauge.domain.access.Permission;
import dev.narrowgauge.domain.access.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

class TestApiKeyStore {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Set<Permission> SCOPES = Set.of(Permission.READ, Permission.SUBMIT);

    private final DataSource database = PostgresFixture.migrated();
    private final Jdbi jdbi = Database.jdbi(database);
    private final ApiKeyStore keys = new ApiKeyStore(jdbi);
    private final PageSessionStore sessions = new PageSessionStore(jdbi);
    private final KeyText text = KeyText.random();

    @Test
    void keyIsFoundByItsIdAndSecretTogether() {
        ApiKey key = keys.add(text, wanted(Optional.empty()));
        assertThat(key.id()).isEqualTo(text.id());
        assertThat(key.name()).isEqualTo("ci");
        assertThat(key.permissions()).isEqualTo(SCOPES);
        assertThat(key.expiresAt()).isEmpty();
        assertThat(found(text)).contains(key);
        assertThat(keys.find(text.id(), KeyText.random().sha256())).isEmpty();
        assertThat(keys.find(UUID.randomUUID(), text.sha256())).isEmpty();
        assertThat(keys.list()).containsExactly(key);
    }

    @Test
    void secretIsNotInTheDatabase() {
        keys.add(text, wanted(Optional.empty()));
        String row = jdbi.withHandle(handle -> handle.createQuery("SELECT CAST(api_key AS text) FROM api_key")
                .mapTo(String.class)
                .one());
        assertThat(row).contains("ci").doesNotContain(text.secret());
    }

    @Test
    void keyExpires() {
        Instant end = keys.add(text, wanted(Optional.of(HOUR))).expiresAt().orElseThrow();
        ApiKey key = found(text).orElseThrow();
        assertThat(key.hasExpired(end.minusMillis(1))).isFalse();
        assertThat(key.hasExpired(end)).isTrue();
    }

    @Test
    void keyIsRevokedOnceAndForAll() {
        keys.add(text, wanted(Optional.empty()));
        ApiKey revoked = keys.revoke(text.id()).orElseThrow();
        assertThat(revoked.revokedAt()).isPresent();
        assertThat(keys.revoke(text.id())).contains(revoked);
        assertThat(found(text)).contains(revoked);
        assertThat(keys.revoke(UUID.randomUUID())).isEmpty();
    }

    @Test
    void keyThatIsRotatedStaysForTheOverlap() {
        ApiKey first = keys.add(text, wanted(Optional.empty()));
        KeyText next = KeyText.random();
        ApiKey second = keys.rotate(first.id(), next, HOUR, Optional.empty(), Optional.of(first.id()))
                .orElseThrow();
        assertThat(second.name()).isEqualTo(first.name());
        assertThat(second.permissions()).isEqualTo(first.permissions());
        assertThat(second.expiresAt()).isEmpty();
        ApiKey before = found(text).orElseThrow();
        assertThat(before.expiresAt()).isPresent();

        KeyText third = KeyText.random();
        assertThat(keys.rotate(first.id(), third, HOUR.multipliedBy(2), Optional.of(HOUR), Optional.empty()))
                .isPresent();
        assertThat(found(text).orElseThrow().expiresAt())
                .as("an overlap does not make it last longer")
                .isEqualTo(before.expiresAt());
        assertThat(found(third).orElseThrow().expiresAt()).isPresent();

        keys.revoke(second.id());
        assertThat(keys.rotate(second.id(), KeyText.random(), HOUR, Optional.empty(), Optional.empty()))
                .isEmpty();
    }

    @Test
    void useIsWrittenOnceAMinute() {
        keys.add(text, wanted(Optional.empty()));
        keys.used(text.id());
        Optional<Instant> first = found(text).orElseThrow().lastUsedAt();
        assertThat(first).isPresent();
        keys.used(text.id());
        assertThat(found(text).orElseThrow().lastUsedAt()).isEqualTo(first);
        jdbi.useHandle(handle -> handle.execute("UPDATE api_key SET last_used_at = last_used_at - interval '61 s'"));
        keys.used(text.id());
        assertThat(found(text).orElseThrow().lastUsedAt().orElseThrow()).isAfterOrEqualTo(first.orElseThrow());
    }

    @Test
    void installedKeyIsOneAtATime() {
        keys.add(KeyText.random(), wanted(Optional.empty()));
        assertThat(keys.install(text)).isTrue();
        assertThat(found(text).orElseThrow().permissions()).isEqualTo(Role.ADMIN.permissions());
        assertThat(keys.install(text)).as("known already").isFalse();

        KeyText next = KeyText.random();
        assertThat(keys.install(next)).isTrue();
        assertThat(found(text).orElseThrow().revokedAt()).isPresent();
        assertThat(keys.install(text)).as("what is revoked stays so").isFalse();
        assertThat(found(next).orElseThrow().revokedAt()).isEmpty();
        assertThat(keys.list().stream().filter(key -> key.revokedAt().isPresent()))
                .as("other keys are not touched")
                .hasSize(1);
    }

    @Test
    void whoKeepsKeysIsToldThatOneChanged() throws Exception {
        BlockingQueue<Optional<String>> heard = new LinkedBlockingQueue<>();
        keys.add(text, wanted(Optional.empty()));
        try (Notifications notifications = Notifications.start(database)) {
            notifications.listen(Channel.API_KEY, heard::add);
            assertThat(heard.poll(120, SECONDS)).as("connected").isEmpty();
            keys.rotate(text.id(), KeyText.random(), HOUR, Optional.empty(), Optional.empty());
            assertThat(heard.poll(120, SECONDS)).contains(text.id().toString());
            keys.revoke(text.id());
            assertThat(heard.poll(120, SECONDS)).contains(text.id().toString());
        }
    }

    @Test
    void codeOpensOneSession() {
        ApiKey key = keys.add(text, wanted(Optional.empty()));
        String code = KeyText.random().sha256();
        sessions.offer(key.id(), code, HOUR);
        KeyText first = KeyText.random();
        PageSession session = sessions.open(code, first, HOUR).orElseThrow();
        assertThat(session.key()).isEqualTo(key);
        assertThat(session.hasExpired(session.expiresAt().minusMillis(1))).isFalse();
        assertThat(session.hasExpired(session.expiresAt())).isTrue();
        assertThat(sessions.open(code, KeyText.random(), HOUR)).isEmpty();
        assertThat(sessions.find(first.id(), first.sha256())).contains(session);
        assertThat(sessions.find(first.id(), code)).isEmpty();

        keys.revoke(key.id());
        assertThat(sessions.find(first.id(), first.sha256()).orElseThrow().key().revokedAt())
                .isPresent();
        sessions.end(first.id());
        assertThat(sessions.find(first.id(), first.sha256())).isEmpty();
    }

    @Test
    void codeThatIsTooOldOpensNothing() {
        ApiKey key = keys.add(text, wanted(Optional.empty()));
        String code = KeyText.random().sha256();
        sessions.offer(key.id(), code, Duration.ZERO);
        assertThat(sessions.open(code, KeyText.random(), HOUR)).isEmpty();
    }

    private Optional<ApiKey> found(KeyText key) {
        return keys.find(key.id(), key.sha256());
    }

    private static Wanted wanted(Optional<Duration> lifetime) {
        return new Wanted("ci", SCOPES, lifetime, Optional.empty());
    }
}

package dev.narrowgauge.api.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.db.ApiKeyStore;
import dev.narrowgauge.db.Database;
import dev.narrowgauge.db.IdentitySessionStore;
import dev.narrowgauge.db.PageSessionStore;
import dev.narrowgauge.db.PostgresFixture;
import dev.narrowgauge.db.notify.Notifications;
import dev.narrowgauge.domain.access.KeyText;
import dev.narrowgauge.domain.access.Permission;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;

/** Callers as the database knows them, of whom so many may be looked for in vain. */
abstract class KnownKeysTest {
    static final int LOOKUPS = 50;
    static final String HERE = "192.0.2.1";

    final DataSource database = PostgresFixture.migrated();
    final Jdbi jdbi = Database.jdbi(database);
    final ApiKeyStore store = new ApiKeyStore(jdbi);
    final PageSessionStore sessions = new PageSessionStore(jdbi);
    final IdentitySessionStore identities = new IdentitySessionStore(jdbi);
    final AdminKey adminKey = new AdminKey(store);
    final Notifications notifications = Notifications.start(database);
    Instant now = Instant.now();
    final KnownKeys known =
            KnownKeys.over(store, sessions, identities, adminKey, notifications, () -> now, buckets(LOOKUPS));

    @AfterEach
    void stop() {
        notifications.close();
    }

    /** None comes back while a test runs. */
    static <K> Buckets<K> buckets(int size) {
        return new Buckets<>(size, Duration.ofDays(1000), System::nanoTime);
    }

    KeyText added(Optional<Duration> lifetime) {
        KeyText key = KeyText.random();
        store.add(key, new ApiKeyStore.Wanted("ci", Set.of(Permission.READ), lifetime, Optional.empty()));
        return key;
    }

    static void assertRefused(ErrorCode code, ThrowingCallable call) {
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(call)
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(code));
    }

    void assertRefused(KeyText key, String why) {
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> known.require(credential(key), HERE))
                .withMessageContaining(why)
                .extracting(NarrowgaugeException::code)
                .isEqualTo(ErrorCode.KEY_REFUSED);
    }

    static Credential credential(KeyText key) {
        return Credential.ofKey(key.text());
    }
}

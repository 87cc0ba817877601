package dev.narrowgauge.api.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.api.access.AdminKey;
import dev.narrowgauge.api.access.Buckets;
import dev.narrowgauge.api.access.KnownKeys;
import dev.narrowgauge.api.access.KnownProjects;
import dev.narrowgauge.api.access.ProjectChoice;
import dev.narrowgauge.db.ApiKeyStore;
import dev.narrowgauge.db.Database;
import dev.narrowgauge.db.IdentitySessionStore;
import dev.narrowgauge.db.PageSessionStore;
import dev.narrowgauge.db.PostgresFixture;
import dev.narrowgauge.db.ProjectStore;
import dev.narrowgauge.db.notify.Notifications;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

class TestProjects {
    /** As whoever has one user for everything connects: of its callers each would see what all have. */
    @Test
    void superuserKeepsNoProjectsApart() {
        DataSource database = PostgresFixture.migrated();
        Jdbi superuser = Database.jdbi(database);
        ProjectStore store = new ProjectStore(superuser);
        try (Notifications notifications = Notifications.start(database)) {
            Projects projects = projects(superuser, store, notifications);
            assertThatExceptionOfType(NarrowgaugeException.class)
                    .isThrownBy(() -> projects.create(new ProjectRequest("another")))
                    .withMessageContainingAll("superuser", "BYPASSRLS", "NARROWGAUGE_USERS_API")
                    .satisfies(failure -> assertThat(failure.code()).isEqualTo(ErrorCode.CONFLICT));
        }
        assertThat(store.list()).hasSize(1);
    }

    private static Projects projects(Jdbi jdbi, ProjectStore store, Notifications notifications) {
        ApiKeyStore keys = new ApiKeyStore(jdbi);
        KnownProjects known = KnownProjects.over(store, notifications);
        KnownKeys knownKeys = KnownKeys.over(
                keys,
                new PageSessionStore(jdbi),
                new IdentitySessionStore(jdbi),
                new AdminKey(keys),
                notifications,
                Clock.systemUTC(),
                new Buckets<>(1, Duration.ofSeconds(1), System::nanoTime));
        return new Projects(store, known, knownKeys, new ProjectChoice(known));
    }
}

package dev.narrowgauge.service;

import static dev.narrowgauge.db.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.narrowgauge.blob.BlobStore;
import dev.narrowgauge.blob.FolderBlobStore;
import dev.narrowgauge.db.Database;
import dev.narrowgauge.db.PostgresFixture;
import dev.narrowgauge.db.PresenceStore;
import io.quarkus.runtime.StartupEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestTaskRoles {
    private static final ChosenSchema AT_ONCE = new ChosenSchema(false, Duration.ZERO);

    private final List<String> events = new ArrayList<>();
    private final DataSource database = PostgresFixture.migrated();
    private final PresenceStore presences = new PresenceStore(Database.jdbi(database));

    @TempDir
    private Path folder;

    @Test
    void failedStartStopsTheRolesThatHadStarted() {
        TaskRoles roles = roles(new Telling("first", true), new Telling("second", true), new Failing("third"));
        assertThatThrownBy(() -> roles.start(new StartupEvent())).hasMessage("third cannot start");
        assertThat(events).containsExactly("first starts", "second starts", "second stops", "first stops");
    }

    @Test
    void roleThatIsNotWantedIsNotStarted() {
        TaskRoles roles = roles(new Telling("wanted", true), new Telling("unwanted", false));
        roles.start(new StartupEvent());
        assertThat(events).containsExactly("wanted starts");
        assertThat(roles.whyPaused("wanted")).contains("wanted rests");
        assertThat(roles.whyPaused("unwanted")).isEmpty();
    }

    @Test
    void roleIsSeenUntilItHasStopped() {
        TaskRoles roles = roles(new Telling("first", true));
        roles.start(new StartupEvent());
        await("it is there", () -> !present().isEmpty());
        assertThat(present().getFirst().role()).isEqualTo(new PresenceStore.Role("process of first", "first", "1.2"));
        roles.stop(null);
        await("it has gone", () -> present().isEmpty());
    }

    /** As one that does not reach the database. */
    @Test
    void roleThatAnnouncesItselfIsNotAnnounced() {
        TaskRole outside = new Telling("outside", true) {
            @Override
            public boolean announcesItself() {
                return true;
            }
        };
        TaskRoles roles = new TaskRoles(
                List.of(outside),
                () -> FolderBlobStore.open(folder),
                () -> {
                    throw noDatabase();
                },
                () -> {
                    throw noDatabase();
                },
                AT_ONCE,
                _ -> {});
        roles.start(new StartupEvent());
        assertThat(events).containsExactly("outside starts");
    }

    private static IllegalStateException noDatabase() {
        return new IllegalStateException("there is no database");
    }

    private List<PresenceStore.Presence> present() {
        return presences.list(Duration.ofMinutes(1));
    }

    private TaskRoles roles(TaskRole... roles) {
        Presences announced = new Presences(presences, TestingConfig.of(Map.of("quarkus.application.version", "1.2")));
        WaitingProcess process = new WaitingProcess(presences, TestingConfig.of(Map.of()));
        DatabaseStart start = new DatabaseStart(database, AT_ONCE, process);
        return new TaskRoles(
                List.of(roles), () -> FolderBlobStore.open(folder), () -> announced, () -> start, AT_ONCE, _ -> {});
    }

    private static TaskRoleConfig config(boolean enabled) {
        return new TestingConfig(enabled, OptionalLong.empty());
    }

    /** Tells when it is started and stopped. */
    private class Telling implements TaskRole {
        private final String name;
        private final boolean enabled;

        Telling(String name, boolean enabled) {
            this.name = name;
            this.enabled = enabled;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String process() {
            return "process of " + name;
        }

        @Override
        public TaskRoleConfig config() {
            return TestTaskRoles.config(enabled);
        }

        @Override
        public TaskService start(Supplier<BlobStore> blobs) {
            events.add(name + " starts");
            return new TaskService() {
                @Override
                public Optional<String> whyPaused() {
                    return Optional.of(name + " rests");
                }

                @Override
                public void takeNoMore() {}

                @Override
                public void close() {
                    events.add(name + " stops");
                }
            };
        }
    }

    private final class Failing extends Telling {
        Failing(String name) {
            super(name, true);
        }

        @Override
        public TaskService start(Supplier<BlobStore> blobs) {
            throw new IllegalStateException(name() + " cannot start");
        }
    }
}

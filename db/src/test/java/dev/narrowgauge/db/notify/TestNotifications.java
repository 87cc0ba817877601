package dev.narrowgauge.db.notify;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.db.Channel;
import dev.narrowgauge.db.Database;
import dev.narrowgauge.db.PostgresFixture;
import dev.narrowgauge.db.RunStore;
import dev.narrowgauge.db.Samples;
import dev.narrowgauge.db.SilentProxy;
import dev.narrowgauge.domain.run.Run;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class TestNotifications {
    private final DataSource dataSource = PostgresFixture.migrated();
    private final Jdbi jdbi = Database.jdbi(dataSource);

    @Test
    void committedChangeWakesAListener() throws Exception {
        BlockingQueue<Optional<String>> heard = new LinkedBlockingQueue<>();
        BlockingQueue<Optional<String>> received = new LinkedBlockingQueue<>();
        try (Notifications notifications = Notifications.start(dataSource)) {
            notifications.listen(Channel.RUN_EVENT, heard::add);
            notifications.listen(Channel.OUTBOX, received::add);
            assertThat(heard.poll(120, SECONDS)).as("connected").isEmpty();
            assertThat(received.poll(120, SECONDS)).as("connected").isEmpty();
            Run run = Samples.submit(jdbi);
            assertThat(received.poll(120, SECONDS)).contains("");
            new RunStore(jdbi).cancel(run.id());
            assertThat(heard.poll(120, SECONDS)).contains(run.id().toString());
        }
    }

    @Test
    void listenerIsToldThatTheConnectionWasLostAndHearsOn() throws Exception {
        BlockingQueue<Optional<String>> heard = new LinkedBlockingQueue<>();
        try (Notifications notifications = Notifications.start(dataSource)) {
            notifications.listen(Channel.RUN_EVENT, heard::add);
            assertThat(heard.poll(120, SECONDS)).isEmpty();
            jdbi.useHandle(handle -> handle.execute("""
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE datname = current_database() AND pid <> pg_backend_pid()
                    """));
            assertThat(heard.poll(120, SECONDS)).isEmpty();
            Run run = cancelled();
            assertThat(heard.poll(120, SECONDS)).contains(run.id().toString());
        }
    }

    private Run cancelled() {
        Run run = Samples.submit(jdbi);
        new RunStore(jdbi).cancel(run.id());
        return run;
    }

    /** No reset, no end of the stream: only that nothing comes. */
    @Test
    void connectionThatGoesSilentIsReplaced() throws Exception {
        BlockingQueue<Optional<String>> heard = new LinkedBlockingQueue<>();
        PGSimpleDataSource direct = (PGSimpleDataSource) dataSource;
        try (SilentProxy network = SilentProxy.to(direct.getPortNumbers()[0])) {
            try (Notifications notifications = Notifications.start(network.over(direct), Duration.ofMillis(100))) {
                notifications.listen(Channel.RUN_EVENT, heard::add);
                assertThat(heard.poll(120, SECONDS)).as("connected").isEmpty();
                network.silence();
                assertThat(heard.poll(120, SECONDS)).as("connected again").isEmpty();
                Run run = cancelled();
                assertThat(heard.poll(120, SECONDS)).contains(run.id().toString());
            }
        }
    }

    /** One on a channel that this version does not have, one with a payload that it does not know. */
    @Test
    void messagesOfANewerVersionDisturbNobody() throws Exception {
        BlockingQueue<Optional<String>> heard = new LinkedBlockingQueue<>();
        try (Notifications notifications = Notifications.start(dataSource)) {
            notifications.listen(Channel.RUN_EVENT, heard::add);
            assertThat(heard.poll(120, SECONDS)).isEmpty();
            jdbi.useHandle(handle -> {
                handle.execute("SELECT pg_notify('narrowgauge_of_tomorrow', 'anything')");
                handle.execute("SELECT pg_notify(?, 'a run and more')", Channel.RUN_EVENT.sqlName());
            });
            assertThat(heard.poll(120, SECONDS)).contains("a run and more");
            Run run = cancelled();
            assertThat(heard.poll(120, SECONDS)).contains(run.id().toString());
        }
    }

    @Test
    void failingListenerDoesNotSilenceTheOthers() throws Exception {
        BlockingQueue<Optional<String>> heard = new LinkedBlockingQueue<>();
        try (Notifications notifications = Notifications.start(dataSource)) {
            notifications.listen(Channel.RUN_EVENT, _ -> {
                throw new IllegalStateException("a defect");
            });
            notifications.listen(Channel.RUN_EVENT, heard::add);
            assertThat(heard.poll(120, SECONDS)).isEmpty();
            Run run = cancelled();
            assertThat(heard.poll(120, SECONDS)).contains(run.id().toString());
        }
    }
}

package dev.narrowgauge.queue;

import static dev.narrowgauge.db.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.db.Database;
import dev.narrowgauge.db.JobStore;
import dev.narrowgauge.db.OutboxStore;
import dev.narrowgauge.db.PostgresFixture;
import dev.narrowgauge.db.Samples;
import dev.narrowgauge.db.notify.Notifications;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.servers.LoopbackPort;
import dev.narrowgauge.servers.kafka.EmbeddedKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestOutboxRelay {
    private final DataSource dataSource = PostgresFixture.migrated();
    private final Jdbi jdbi = Database.jdbi(dataSource);

    @Test
    void messagesWaitForABrokerThatIsDownAtSubmit(@TempDir Path directory) {
        int port = LoopbackPort.free();
        try (Notifications notifications = Notifications.start(dataSource);
                OutboxRelay _ = OutboxRelay.start(
                        new OutboxStore(jdbi),
                        notifications,
                        Brokers.at("127.0.0.1:" + port),
                        TaskTraces.NONE,
                        _ -> {})) {
            Samples.submit(jdbi);
            assertThat(messages()).isEqualTo(2);
            try (EmbeddedKafka broker = EmbeddedKafka.start(directory, port)) {
                assertThat(broker.bootstrapServers()).endsWith(":" + port);
                await("outbox drained", () -> messages() == 0);
            }
        }
    }

    @Test
    void messageOfALaterAttemptWaitsForItsTime() {
        JobStore jobs = new JobStore(jdbi);
        Job job = jobs.ofRun(Samples.submit(jdbi).id()).getFirst();
        jobs.claim(job.id(), 1, "worker", Duration.ofMinutes(1));
        jobs.fail(job.id(), 1, ErrorCode.ENGINE_TIMED_OUT, "an hour");
        moveLaterAttempt("1 hour");
        try (Notifications notifications = Notifications.start(dataSource);
                OutboxRelay _ = OutboxRelay.start(
                        new OutboxStore(jdbi), notifications, KafkaFixture.brokers(), TaskTraces.NONE, _ -> {})) {
            await("the messages of first attempts are sent", () -> messages(1) == 0);
            Samples.submit(jdbi);
            await("and those of another run", () -> messages(1) == 0);
            assertThat(messages(2)).isEqualTo(1);
            moveLaterAttempt("-1 hour");
            await("outbox drained", () -> messages() == 0);
        }
    }

    private void moveLaterAttempt(String interval) {
        jdbi.useHandle(handle -> handle.execute(
                "UPDATE outbox SET not_before = not_before + CAST(? AS interval) WHERE attempt = 2", interval));
    }

    @Test
    void topicThatCannotBeMadeHoldsUpNoOther() {
        Samples.submit(jdbi);
        Samples.submit(jdbi);
        jdbi.useHandle(handle ->
                handle.execute("UPDATE outbox SET topic = 'no/topic' WHERE id = (SELECT min(id) FROM outbox)"));
        try (Notifications notifications = Notifications.start(dataSource);
                OutboxRelay _ = OutboxRelay.start(
                        new OutboxStore(jdbi), notifications, KafkaFixture.brokers(), TaskTraces.NONE, _ -> {})) {
            await("the others are sent", () -> messages() == 1);
            assertThat(topics()).containsExactly("no/topic");
        }
    }

    @Test
    void topicThatWasDeletedIsMadeAgain() throws Exception {
        String servers = KafkaFixture.bootstrapServers();
        Job job = new JobStore(jdbi).ofRun(Samples.submit(jdbi).id()).getFirst();
        try (Notifications notifications = Notifications.start(dataSource);
                OutboxRelay _ = OutboxRelay.start(
                        new OutboxStore(jdbi),
                        notifications,
                        () -> new TaskProducer(Brokers.at(servers), TaskTraces.NONE, Duration.ofSeconds(2)),
                        _ -> {});
                Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, servers))) {
            dispatch(job, "narrowgauge.lost");
            await("outbox drained", () -> messages() == 0);
            admin.deleteTopics(List.of("narrowgauge.lost")).all().get();
            dispatch(job, "narrowgauge.lost");
            await("outbox drained again", () -> messages() == 0);
        }
    }

    private void dispatch(Job job, String topic) {
        jdbi.useHandle(handle -> handle.execute("""
                INSERT INTO outbox (job_id, attempt, topic, not_before, created_at) VALUES (?, 1, ?, now(), now())
                """, job.id(), topic));
    }

    private List<String> topics() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT topic FROM outbox")
                .mapTo(String.class)
                .list());
    }

    private int messages(int attempt) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT count(*) FROM outbox WHERE attempt = :attempt")
                .bind("attempt", attempt)
                .mapTo(Integer.class)
                .one());
    }

    private int messages() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT count(*) FROM outbox")
                .mapTo(Integer.class)
                .one());
    }
}

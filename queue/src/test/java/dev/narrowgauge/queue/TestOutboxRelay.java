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
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestOutboxRelay {
    private final DataSource dataSource = PostgresFixture.migrated();
    private final Jdbi jdbi = Database.jdbi(dataSource);

    @Test
    void bellsWaitForABrokerThatIsDownAtSubmit(@TempDir Path directory) {
        int port = LoopbackPort.free();
        try (Notifications notifications = Notifications.start(dataSource);
                OutboxRelay relay = OutboxRelay.start(new OutboxStore(jdbi), notifications, "127.0.0.1:" + port)) {
            Samples.submit(jdbi);
            assertThat(bells()).isEqualTo(2);
            try (EmbeddedKafka broker = EmbeddedKafka.start(directory, port)) {
                assertThat(broker.bootstrapServers()).endsWith(":" + port);
                await("outbox drained", () -> bells() == 0);
            }
            assertThat(relay).isNotNull();
        }
    }

    @Test
    void bellOfALaterAttemptWaitsForItsTime() {
        try (Notifications notifications = Notifications.start(dataSource);
                OutboxRelay relay =
                        OutboxRelay.start(new OutboxStore(jdbi), notifications, KafkaFixture.bootstrapServers())) {
            JobStore jobs = new JobStore(jdbi);
            Job job = jobs.ofRun(Samples.submit(jdbi).id()).getFirst();
            await("outbox drained", () -> bells() == 0);
            jobs.claim(job.id(), 1, "worker", Duration.ofMinutes(1));
            jobs.fail(job.id(), 1, ErrorCode.ENGINE_TIMED_OUT, "an hour");
            assertThat(bells()).isEqualTo(1);
            await("outbox drained", () -> bells() == 0);
            assertThat(relay).isNotNull();
        }
    }

    private int bells() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT count(*) FROM outbox")
                .mapTo(Integer.class)
                .one());
    }
}

package dev.narrowgauge.db;

import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.run.Run;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/** A run in a database of its own, with a job that waits. */
abstract class JobStoreTest {
    static final Duration LEASE = Duration.ofSeconds(60);
    static final Duration NO_TIME = Duration.ZERO;
    static final Progress PROGRESS =
            new Progress("measure", 1, 2, OptionalDouble.of(3), Optional.of("ratio 0.520 [0.500, 0.540]"));

    final DataSource database = PostgresFixture.migrated();
    final Jdbi jdbi = Database.jdbi(database);
    final JobStore jobs = new JobStore(jdbi);
    final OutboxStore outbox = new OutboxStore(jdbi);
    final EventStore events = new EventStore(jdbi);
    final Run run = Samples.submit(jdbi);
    final Job job = jobs.ofRun(run.id()).getFirst();

    List<OutboxStore.Entry> drain() {
        List<OutboxStore.Entry> messages = new ArrayList<>();
        outbox.forward(100, due -> {
            messages.addAll(due);
            return List.of();
        });
        return messages;
    }
}

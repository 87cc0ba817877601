package dev.narrowgauge.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.narrowgauge.db.Database;
import dev.narrowgauge.db.JobStore;
import dev.narrowgauge.db.PostgresFixture;
import dev.narrowgauge.db.TaskTopic;
import dev.narrowgauge.db.notify.Notifications;
import dev.narrowgauge.engine.client.EngineLimits;
import dev.narrowgauge.engine.client.EngineProgram;
import dev.narrowgauge.engine.client.MachineLock;
import dev.narrowgauge.engine.client.SpareChild;
import dev.narrowgauge.queue.Brokers;
import dev.narrowgauge.queue.DispatchGroup;
import dev.narrowgauge.queue.DispatchedTasks;
import dev.narrowgauge.queue.TaskTraces;
import dev.narrowgauge.service.RoleSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestWorkerStart {
    private static final Duration LEASE = Duration.ofSeconds(8);

    /** Its heartbeats would come too late to keep a lease. */
    @Test
    void workerThatDoesNotStartKeepsNoSpareEngine(@TempDir Path work) {
        DataSource database = PostgresFixture.migrated();
        JobStore jobs = new JobStore(Database.jdbi(database));
        RoleSettings late = new RoleSettings("worker", 1, LEASE, LEASE, Duration.ZERO, TaskTraces.NONE);
        EngineProgram program =
                new EngineProgram(System.getProperty("java.class.path"), FakeEngine.class.getName(), Optional.empty());
        EngineLimits limits = new EngineLimits(512L << 20, Duration.ofMinutes(5), 1);
        try (Notifications notifications = Notifications.start(database);
                SpareChild spare = SpareChild.keep(program, work, MachineLock.in(work.resolve("lock")), limits)) {
            DispatchGroup group = new DispatchGroup(Brokers.at("127.0.0.1:1"), "tests", List.of(TaskTopic.QUANTIZE));
            DispatchedTasks source = new DispatchedTasks(jobs, notifications, group);
            assertThatThrownBy(() -> Worker.start(late, source, _ -> List.of(), Optional.of(spare), _ -> {}))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .doesNotContain("engine-spare");
        }
    }
}

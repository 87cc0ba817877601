package dev.narrowgauge.queue;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.db.Database;
import dev.narrowgauge.db.JobStore;
import dev.narrowgauge.db.OutboxStore;
import dev.narrowgauge.db.PostgresFixture;
import dev.narrowgauge.db.Samples;
import dev.narrowgauge.db.TaskTopic;
import dev.narrowgauge.db.notify.Notifications;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.job.JobKind;
import dev.narrowgauge.domain.job.JobState;
import dev.narrowgauge.domain.run.Run;
import dev.narrowgauge.domain.variant.Variant;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;

/** Members of a group over a real broker and a database of their own. */
abstract class TaskLoopTest {
    static final String GROUP = "tests";
    static final Duration LONG = Duration.ofMinutes(5);

    final DataSource dataSource = PostgresFixture.migrated();
    final Jdbi jdbi = Database.jdbi(dataSource);
    final JobStore jobs = new JobStore(jdbi);
    final Notifications notifications = Notifications.start(dataSource);
    final Map<UUID, Integer> runs = new ConcurrentHashMap<>();
    final List<NarrowgaugeException> hopeless = new CopyOnWriteArrayList<>();
    final Deque<AutoCloseable> started = new ArrayDeque<>(List.of(notifications));

    @AfterEach
    void stop() throws Exception {
        while (!started.isEmpty()) {
            started.removeLast().close();
        }
    }

    static void awaitZero(CountDownLatch latch) {
        try {
            assertThat(latch.await(180, SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    List<TaskResult> finish(Task task) {
        runs.merge(task.jobId(), 1, Integer::sum);
        task.progress("quantize", 1, 1);
        Variant variant = Samples.variant(task.job());
        return List.of(new TaskResult(task, () -> jobs.finishQuantize(task.jobId(), task.attempt(), variant)));
    }

    static void workUntilStopped(Task task) {
        CountDownLatch stop = new CountDownLatch(1);
        task.onStop(stop::countDown);
        try {
            assertThat(stop.await(180, SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    boolean quantized(Run run) {
        return ofKind(run, JobKind.QUANTIZE).allMatch(job -> job.state() == JobState.SUCCEEDED);
    }

    Stream<Job> ofKind(Run run, JobKind kind) {
        return jobs.ofRun(run.id()).stream().filter(job -> job.kind() == kind);
    }

    void relay() {
        started.add(OutboxRelay.start(
                new OutboxStore(jdbi), notifications, KafkaFixture.brokers(), TaskTraces.NONE, _ -> {}));
    }

    /** The heartbeat is a quarter of the lease; a long one leaves everything to notifications. */
    TaskLoop loop(String name, int slots, Duration lease, TaskHandler handler) {
        return loop(settings(name, slots, lease), source(List.of(TaskTopic.QUANTIZE)), handler);
    }

    TaskLoop loop(TaskSettings settings, TaskSource source, TaskHandler handler) {
        TaskLoop loop = TaskLoop.start(settings, source, handler, hopeless::add);
        started.add(loop);
        return loop;
    }

    TaskLoop loop(TaskSettings settings, TaskHandler handler, FaultPause faults, ThreadFactory threads) {
        TaskSource source = source(List.of(TaskTopic.QUANTIZE));
        TaskLoop loop = TaskLoop.start(settings, source, handler, new TaskLoop.Machine(faults, threads), hopeless::add);
        started.add(loop);
        return loop;
    }

    static TaskSettings settings(String name, int slots, Duration lease) {
        return new TaskSettings(name, slots, lease, lease.dividedBy(4), TaskTraces.NONE);
    }

    TaskSource source(List<String> topics) {
        DispatchGroup group = new DispatchGroup(KafkaFixture.brokers(), GROUP, topics);
        return new DispatchedTasks(jobs, notifications, group);
    }
}

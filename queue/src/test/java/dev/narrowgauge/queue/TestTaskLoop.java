package dev.narrowgauge.queue;

import static dev.narrowgauge.db.Eventually.await;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.db.Database;
import dev.narrowgauge.db.JobStore;
import dev.narrowgauge.db.OutboxStore;
import dev.narrowgauge.db.PostgresFixture;
import dev.narrowgauge.db.RunStore;
import dev.narrowgauge.db.Samples;
import dev.narrowgauge.db.TaskTopic;
import dev.narrowgauge.db.VariantStore;
import dev.narrowgauge.db.notify.Notifications;
import dev.narrowgauge.domain.error.ErrorCode;
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
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TestTaskLoop {
    private static final Duration LONG = Duration.ofMinutes(5);

    private final DataSource dataSource = PostgresFixture.migrated();
    private final Jdbi jdbi = Database.jdbi(dataSource);
    private final JobStore jobs = new JobStore(jdbi);
    private final Notifications notifications = Notifications.start(dataSource);
    private final Map<UUID, Integer> runs = new ConcurrentHashMap<>();
    private final Deque<AutoCloseable> started = new ArrayDeque<>(List.of(notifications));

    @AfterEach
    void stop() throws Exception {
        while (!started.isEmpty()) {
            started.removeLast().close();
        }
    }

    @Test
    void twoMembersFinishEveryJobOnceAlsoWhenItIsDispatchedTwice() {
        Run run = Samples.submit(jdbi);
        jdbi.useHandle(handle -> handle.execute("""
                INSERT INTO outbox (job_id, attempt, topic, not_before, created_at)
                SELECT job_id, attempt, topic, not_before, created_at FROM outbox, generate_series(1, 3)
                """));
        relay();
        loop("one", 2, LONG, this::finish);
        loop("two", 2, LONG, this::finish);
        await("all quantized", () -> quantized(run));
        assertThat(new VariantStore(jdbi).ofRun(run.id())).hasSize(2);

        await(
                "all messages sent",
                () -> jdbi.withHandle(handle -> handle.createQuery("SELECT count(*) FROM outbox")
                                .mapTo(Long.class)
                                .one())
                        == 0);
        assertThat(runs.values()).containsOnly(1);
        assertThat(ofKind(run, JobKind.BENCHMARK)).hasSize(2);
    }

    @Test
    void workOfAMemberThatWasLostIsDoneByAnother() {
        Run run = Samples.submit(jdbi);
        Job lost = jobs.ofRun(run.id()).getFirst();
        assertThat(jobs.claim(lost.id(), 1, "a worker that dies", Duration.ZERO))
                .isPresent();
        relay();
        loop("survivor", 1, Duration.ofSeconds(8), this::finish);
        await("all quantized", () -> quantized(run));
        assertThat(jobs.find(lost.id()).orElseThrow().attempt()).isEqualTo(2);
        assertThat(jobs.finishQuantize(lost.id(), 1, Samples.variant(lost))).isFalse();
        assertThat(new VariantStore(jdbi).ofRun(run.id())).hasSize(2);
    }

    @Test
    void cancelReachesAJobAtWorkBeforeItsNextHeartbeat() throws Exception {
        Run run = Samples.submit(jdbi);
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        relay();
        loop("worker", 1, LONG, task -> {
            working.countDown();
            workUntilStopped(task);
            stopped.countDown();
            throw new CancellationException();
        });
        assertThat(working.await(180, SECONDS)).isTrue();
        assertThat(new RunStore(jdbi).cancel(run.id())).isTrue();
        assertThat(stopped.await(180, SECONDS)).isTrue();
        assertThat(jobs.ofRun(run.id())).extracting(Job::state).containsOnly(JobState.CANCELLED);
    }

    @Test
    void jobCancelledWhileQueuedIsNeverWorkedOn() {
        Run cancelled = Samples.submit(jdbi);
        new RunStore(jdbi).cancel(cancelled.id());
        Run wanted = Samples.submit(jdbi);
        relay();
        loop("worker", 1, LONG, this::finish);
        await("all quantized", () -> quantized(wanted));
        assertThat(runs.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        ofKind(wanted, JobKind.QUANTIZE).map(Job::id).toList());
        assertThat(jobs.ofRun(cancelled.id())).extracting(Job::state).containsOnly(JobState.CANCELLED);
    }

    @Test
    void memberThatStopsGivesItsJobBack() throws Exception {
        Run run = Samples.submit(jdbi);
        CountDownLatch working = new CountDownLatch(1);
        relay();
        TaskLoop leaving = loop("leaving", 1, LONG, task -> {
            working.countDown();
            workUntilStopped(task);
            throw new CancellationException();
        });
        assertThat(working.await(180, SECONDS)).isTrue();
        leaving.drain(Duration.ofMillis(1));
        leaving.close();
        assertThat(jobs.ofRun(run.id())).extracting(Job::state).containsOnly(JobState.QUEUED);
        assertThat(jobs.ofRun(run.id())).extracting(Job::attempt).containsExactlyInAnyOrder(1, 2);
        assertThat(jobs.ofRun(run.id()))
                .as("nothing counts against the job, and nobody has to wait for the end of a lease")
                .allSatisfy(job -> assertThat(job.failures()).isEqualTo(Job.Failures.NONE))
                .allSatisfy(job -> assertThat(job.lease()).isEmpty());
        loop("staying", 1, LONG, this::finish);
        await("all quantized", () -> quantized(run));
    }

    @Test
    void memberThatStopsFinishesItsTaskWithinTheGraceAndTakesNoOther() throws Exception {
        Run run = Samples.submit(jdbi);
        relay();
        drainDuringATask(this::finish);
        assertThat(ofKind(run, JobKind.QUANTIZE).map(Job::state))
                .containsExactlyInAnyOrder(JobState.SUCCEEDED, JobState.QUEUED);
        assertThat(ofKind(run, JobKind.QUANTIZE).map(Job::attempt)).containsOnly(1);
    }

    /** A signal to the whole group of processes ends the engine before its worker. */
    @Test
    void crashWhileAMemberStopsIsNotTheJobs() throws Exception {
        Run run = Samples.submit(jdbi);
        relay();
        drainDuringATask(_ -> {
            throw new NarrowgaugeException(ErrorCode.ENGINE_CRASHED, "the engine ended with 143");
        });
        assertThat(jobs.ofRun(run.id())).extracting(Job::state).containsOnly(JobState.QUEUED);
        assertThat(jobs.ofRun(run.id())).extracting(Job::failures).containsOnly(Job.Failures.NONE);
    }

    /** @param end of a task that is at work when the member begins to stop */
    private void drainDuringATask(TaskHandler end) throws Exception {
        CountDownLatch working = new CountDownLatch(1);
        CompletableFuture<Thread> draining = new CompletableFuture<>();
        TaskLoop leaving = loop("leaving", 1, LONG, task -> {
            working.countDown();
            Thread waiting = draining.join();
            await("waited for", () -> waiting.getState() == Thread.State.TIMED_WAITING);
            return end.run(task);
        });
        awaitZero(working);
        draining.complete(Thread.ofPlatform().start(() -> leaving.drain(LONG)));
        assertThat(draining.join().join(LONG)).as("drained").isTrue();
        leaving.close();
    }

    @Test
    void whatTheHandlerThrowsDecidesWhetherThereIsAnotherAttempt() {
        Run run = Samples.submit(jdbi);
        relay();
        loop("worker", 1, LONG, task -> {
            runs.merge(task.jobId(), 1, Integer::sum);
            if (task.job().subject().equals("0")) {
                throw new NarrowgaugeException(ErrorCode.MODEL_INVALID, "it has no graph");
            }
            throw new IllegalStateException("a defect");
        });
        await("all failed", () -> jobs.ofRun(run.id()).stream().allMatch(job -> job.state() == JobState.FAILED));
        Job byUser = jobs.ofRun(run.id()).getFirst();
        Job byDefect = jobs.ofRun(run.id()).getLast();
        assertThat(byUser.error().orElseThrow())
                .isEqualTo(new Job.JobError(ErrorCode.MODEL_INVALID, "it has no graph"));
        assertThat(byDefect.error().orElseThrow().code()).isEqualTo(ErrorCode.INTERNAL_ERROR);
        assertThat(runs).containsEntry(byUser.id(), 1).containsEntry(byDefect.id(), 2);
    }

    @Test
    void siblingsEndEachByTheirOwnWorkAndThoseLeftAreGivenBack() {
        Run run = Samples.submit(jdbi);
        relay();
        loop("worker", 1, LONG, task -> {
            Optional<Task> sibling = task.claimSibling();
            if (sibling.isEmpty()) {
                return finish(task);
            }
            assertThat(jobs.find(sibling.get().jobId()).orElseThrow().state()).isEqualTo(JobState.RUNNING);
            assertThat(task.claimSibling()).as("there are no more").isEmpty();
            assertThat(task.attempt(() -> {})).isTrue();
            return finish(task);
        });
        await("all quantized", () -> quantized(run));
        assertThat(runs.values()).containsOnly(1);
        assertThat(ofKind(run, JobKind.QUANTIZE).map(Job::attempt))
                .as("the sibling was given back")
                .containsExactlyInAnyOrder(1, 2);
    }

    @Test
    void siblingThatFailsFailsAlone() {
        Run run = Samples.submit(jdbi);
        relay();
        loop("worker", 1, LONG, task -> {
            Task sibling = task.claimSibling().orElseThrow();
            assertThat(sibling.attempt(() -> {
                        throw new NarrowgaugeException(ErrorCode.MODEL_INVALID, "it has no graph");
                    }))
                    .isFalse();
            return finish(task);
        });
        await(
                "both ended",
                () -> ofKind(run, JobKind.QUANTIZE).allMatch(job -> job.state().terminal()));
        assertThat(ofKind(run, JobKind.QUANTIZE).map(Job::state))
                .containsExactlyInAnyOrder(JobState.SUCCEEDED, JobState.FAILED);
        assertThat(ofKind(run, JobKind.QUANTIZE).map(Job::attempt)).containsOnly(1);
    }

    @Test
    void siblingOfACancelledRunIsStoppedToo() throws Exception {
        Run run = Samples.submit(jdbi);
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(2);
        relay();
        loop("worker", 1, LONG, task -> {
            Task sibling = task.claimSibling().orElseThrow();
            task.onStop(stopped::countDown);
            sibling.onStop(stopped::countDown);
            working.countDown();
            awaitZero(stopped);
            throw new CancellationException();
        });
        awaitZero(working);
        assertThat(new RunStore(jdbi).cancel(run.id())).isTrue();
        awaitZero(stopped);
        assertThat(jobs.ofRun(run.id())).extracting(Job::state).containsOnly(JobState.CANCELLED);
    }

    /** A machine that fails all it takes, in no time, must not be the one that takes everything. */
    @Test
    void memberWhoseMachineIsBrokenPausesAndItsJobsAreDoneElsewhere() {
        AtomicBoolean broken = new AtomicBoolean(true);
        FaultPause faults = new FaultPause(Duration.ofMillis(100), System::nanoTime);
        TaskHandler handler = new TaskHandler() {
            @Override
            public List<TaskResult> run(Task task) {
                requireMachine();
                return finish(task);
            }

            @Override
            public void requireMachine() {
                if (broken.get()) {
                    throw new NarrowgaugeException(ErrorCode.STORAGE_UNAVAILABLE, "the mount is missing");
                }
            }
        };
        relay();
        TaskLoop loop = loop(settings("broken", 1, LONG), handler, faults, Thread::new);
        Run first = Samples.submit(jdbi);
        Run second = Samples.submit(jdbi);
        await("paused", () -> loop.whyPaused().isPresent());
        assertThat(loop.whyPaused().orElseThrow()).contains("the mount is missing", "broken", "3 faults");
        loop("sound", 1, LONG, this::finish);
        await("all quantized", () -> quantized(first) && quantized(second));
        assertThat(jobs.ofRun(first.id()))
                .extracting(job -> job.failures().crashes() + job.failures().resources())
                .containsOnly(0);

        broken.set(false);
        await("takes tasks again", () -> loop.whyPaused().isEmpty());
    }

    @Test
    void taskWhoseThreadIsRefusedIsGivenElsewhere() {
        Run run = Samples.submit(jdbi);
        AtomicInteger asked = new AtomicInteger();
        ThreadFactory threads = work -> new Thread(work) {
            @Override
            public void start() {
                if (asked.incrementAndGet() == 1) {
                    throw new OutOfMemoryError("unable to create native thread: possibly out of memory");
                }
                super.start();
            }
        };
        relay();
        loop(settings("worker", 1, LONG), this::finish, FaultPause.standard(), threads);
        await("all quantized", () -> quantized(run));
        assertThat(ofKind(run, JobKind.QUANTIZE).map(Job::failures))
                .containsExactlyInAnyOrder(Job.Failures.NONE, new Job.Failures(0, 0, 0, 1));
    }

    private static void awaitZero(CountDownLatch latch) {
        try {
            assertThat(latch.await(180, SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void memberStopsAJobWhoseLeaseItHasLost() throws Exception {
        Run run = Samples.submit(jdbi);
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        relay();
        loop("frozen", 1, Duration.ofSeconds(8), task -> {
            if (task.attempt() > 1 || task.job().subject().equals("1")) {
                return finish(task);
            }
            working.countDown();
            workUntilStopped(task);
            stopped.countDown();
            assertThat(jobs.finishQuantize(task.jobId(), task.attempt(), Samples.variant(task.job())))
                    .isFalse();
            return finish(task);
        });
        assertThat(working.await(180, SECONDS)).isTrue();
        jdbi.useHandle(handle ->
                handle.execute("UPDATE job SET lease_until = now() WHERE state = 'RUNNING' AND subject = '0'"));
        jobs.sweepLeases();
        assertThat(stopped.await(180, SECONDS)).isTrue();
        await("all quantized", () -> quantized(run));
    }

    private List<TaskResult> finish(Task task) {
        runs.merge(task.jobId(), 1, Integer::sum);
        task.progress("quantize", 1, 1);
        Variant variant = Samples.variant(task.job());
        return List.of(new TaskResult(task, () -> jobs.finishQuantize(task.jobId(), task.attempt(), variant)));
    }

    private static void workUntilStopped(Task task) {
        CountDownLatch stop = new CountDownLatch(1);
        task.onStop(stop::countDown);
        try {
            assertThat(stop.await(180, SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean quantized(Run run) {
        return ofKind(run, JobKind.QUANTIZE).allMatch(job -> job.state() == JobState.SUCCEEDED);
    }

    private Stream<Job> ofKind(Run run, JobKind kind) {
        return jobs.ofRun(run.id()).stream().filter(job -> job.kind() == kind);
    }

    private void relay() {
        started.add(OutboxRelay.start(new OutboxStore(jdbi), notifications, KafkaFixture.bootstrapServers()));
    }

    /** The heartbeat is a quarter of the lease; a long one leaves everything to notifications. */
    private TaskLoop loop(String name, int slots, Duration lease, TaskHandler handler) {
        TaskLoop loop = TaskLoop.start(settings(name, slots, lease), jobs, notifications, handler);
        started.add(loop);
        return loop;
    }

    private TaskLoop loop(TaskSettings settings, TaskHandler handler, FaultPause faults, ThreadFactory threads) {
        TaskLoop loop = TaskLoop.start(settings, jobs, notifications, handler, new TaskLoop.Machine(faults, threads));
        started.add(loop);
        return loop;
    }

    private static TaskSettings settings(String name, int slots, Duration lease) {
        return new TaskSettings(
                KafkaFixture.bootstrapServers(),
                name,
                "tests",
                List.of(TaskTopic.QUANTIZE),
                slots,
                lease,
                lease.dividedBy(4));
    }
}

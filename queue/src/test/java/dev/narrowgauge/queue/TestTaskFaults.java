package dev.narrowgauge.queue;

import static dev.narrowgauge.db.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.db.Samples;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.job.JobKind;
import dev.narrowgauge.domain.job.JobState;
import dev.narrowgauge.domain.run.Run;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.junit.jupiter.api.Test;

class TestTaskFaults extends TaskLoopTest {
    private final AtomicBoolean broken = new AtomicBoolean(true);

    /** Fails what it is given while it is broken. */
    private final class Machine implements TaskHandler {
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
    }

    /** A machine that fails all it takes, in no time, must not be the one that takes everything. */
    @Test
    void memberWhoseMachineIsBrokenPausesAndItsJobsAreDoneElsewhere() {
        FaultPause faults = new FaultPause(Duration.ofMillis(100), System::nanoTime);
        relay();
        TaskLoop loop = loop(settings("broken", 1, LONG), new Machine(), faults, Thread::new);
        Run first = Samples.submit(jdbi);
        Run second = Samples.submit(jdbi);
        await("paused", () -> loop.whyPaused().isPresent());
        assertThat(loop.whyPaused().orElseThrow()).contains("the mount is missing");
        loop("sound", 1, LONG, this::finish);
        await("all quantized", () -> quantized(first) && quantized(second));
        assertThat(jobs.ofRun(first.id()))
                .extracting(job -> job.failures().crashes() + job.failures().resources())
                .containsOnly(0);

        broken.set(false);
        await("takes tasks again", () -> loop.whyPaused().isEmpty());
    }

    /** A member would keep the messages that it was given from others until the broker has lost patience with it. */
    @Test
    void memberWhoseMachineHasFailedATaskLeavesTheGroup() throws Exception {
        FaultPause faults = new FaultPause(Duration.ofHours(6), System::nanoTime);
        relay();
        loop(settings("broken", 1, LONG), new Machine(), faults, Thread::new);
        Run run = Samples.submit(jdbi);
        await("one was tried", () -> infrastructure(run) == 1);
        try (Admin admin =
                Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, KafkaFixture.bootstrapServers()))) {
            await("it has left", () -> members(admin) == 0);
        }
        loop("sound", 1, LONG, this::finish);
        await("all quantized", () -> quantized(run));
        assertThat(infrastructure(run)).as("it was given no other").isEqualTo(1);
    }

    private int infrastructure(Run run) {
        return ofKind(run, JobKind.QUANTIZE)
                .mapToInt(job -> job.failures().infrastructure())
                .sum();
    }

    private static int members(Admin admin) {
        try {
            return admin.describeShareGroups(List.of(GROUP))
                    .all()
                    .get()
                    .get(GROUP)
                    .members()
                    .size();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
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
        FaultPause faults = new FaultPause(Duration.ofMillis(100), System::nanoTime);
        loop(settings("worker", 1, LONG), this::finish, faults, threads);
        await("all quantized", () -> quantized(run));
        assertThat(ofKind(run, JobKind.QUANTIZE).map(Job::failures))
                .containsExactlyInAnyOrder(Job.Failures.NONE, new Job.Failures(0, 0, 0, 1));
    }

    /** The work was done; what is wrong lies between it and where it is kept. */
    @Test
    void resultThatIsRefusedIsNoErrorOfTheUser() {
        Run run = Samples.submit(jdbi);
        relay();
        loop(
                "worker",
                1,
                LONG,
                task -> List.of(new TaskResult(task, () -> {
                    throw new NarrowgaugeException(ErrorCode.REQUEST_INVALID, "something else answers");
                })));
        await("all failed", () -> jobs.ofRun(run.id()).stream().allMatch(job -> job.state() == JobState.FAILED));
        assertThat(jobs.ofRun(run.id()))
                .extracting(job -> job.error().orElseThrow().code())
                .containsOnly(ErrorCode.INTERNAL_ERROR);
        assertThat(jobs.ofRun(run.id())).extracting(Job::attempt).containsOnly(2);
    }
}

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
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TestTaskFaults extends TaskLoopTest {
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

    /** The work was done; what is wrong lies between it and where it is kept. */
    @Test
    void resultThatIsRefusedIsNoErrorOfTheUser() {
        Run run = Samples.submit(jdbi);
        relay();
        loop("worker", 1, LONG, task -> List.of(new TaskResult(task, () -> {
            throw new NarrowgaugeException(ErrorCode.REQUEST_INVALID, "something else answers");
        })));
        await("all failed", () -> jobs.ofRun(run.id()).stream().allMatch(job -> job.state() == JobState.FAILED));
        assertThat(jobs.ofRun(run.id()))
                .extracting(job -> job.error().orElseThrow().code())
                .containsOnly(ErrorCode.INTERNAL_ERROR);
        assertThat(jobs.ofRun(run.id())).extracting(Job::attempt).containsOnly(2);
    }
}

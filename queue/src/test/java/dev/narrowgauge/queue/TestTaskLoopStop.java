package dev.narrowgauge.queue;

import static dev.narrowgauge.db.Eventually.await;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.db.Samples;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.job.JobKind;
import dev.narrowgauge.domain.job.JobState;
import dev.narrowgauge.domain.run.Run;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class TestTaskLoopStop extends TaskLoopTest {
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
}

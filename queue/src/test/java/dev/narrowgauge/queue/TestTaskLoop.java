package dev.narrowgauge.queue;

import static dev.narrowgauge.db.Eventually.await;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.db.RunStore;
import dev.narrowgauge.db.Samples;
import dev.narrowgauge.db.VariantStore;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.job.JobKind;
import dev.narrowgauge.domain.job.JobState;
import dev.narrowgauge.domain.run.Run;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class TestTaskLoop extends TaskLoopTest {
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
}

package dev.narrowgauge.queue;

import static dev.narrowgauge.db.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.db.RunStore;
import dev.narrowgauge.db.Samples;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.job.JobKind;
import dev.narrowgauge.domain.job.JobState;
import dev.narrowgauge.domain.run.Run;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.Test;

class TestTaskSiblings extends TaskLoopTest {
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
    void logSaysWhichTaskAThreadIsAt() {
        Run run = Samples.submit(jdbi);
        Map<UUID, Object> logged = new ConcurrentHashMap<>();
        relay();
        loop("worker", 1, LONG, task -> {
            task.claimSibling()
                    .ifPresent(sibling -> sibling.attempt(() -> logged.put(sibling.jobId(), MDC.get("job"))));
            logged.put(task.jobId(), MDC.get("job"));
            return finish(task);
        });
        await("all quantized", () -> quantized(run));
        assertThat(logged).hasSize(2).allSatisfy((job, told) -> assertThat(told).isEqualTo(job.toString()));
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
}

package dev.narrowgauge.queue;

import static dev.narrowgauge.db.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.db.Samples;
import dev.narrowgauge.db.TaskTopic;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.job.Job;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What a process says of its tasks. */
class TestTaskListener extends TaskLoopTest {
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final List<Duration> times = new CopyOnWriteArrayList<>();

    private final TaskListener listener = new TaskListener() {
        @Override
        public void taken(Job job, Duration waited) {
            times.add(waited);
            heard.add("taken");
        }

        @Override
        public void leasesLost(int jobs) {
            heard.add("lost " + jobs);
        }

        @Override
        public void stageEnded(Job job, String stage, Duration elapsed) {
            times.add(elapsed);
            heard.add(stage);
        }

        @Override
        public void attemptEnded(Job job, AttemptEnd end, Duration elapsed) {
            times.add(elapsed);
            heard.add(end.name());
        }
    };

    @Test
    void tellsOfTheWaitTheStagesAndTheEnd() {
        Samples.submit(jdbi);
        relay();
        work(LONG, task -> {
            task.progress("fetch", 0, 1);
            task.progress("fetch", 1, 1);
            return finish(task);
        });
        await("both have ended", () -> heard.size() == 8);
        assertThat(heard).containsExactly("taken", "fetch", "quantize", "DONE", "taken", "fetch", "quantize", "DONE");
        assertThat(times).hasSize(8).noneMatch(Duration::isNegative);
    }

    @Test
    void tellsHowAttemptsEnd() {
        Samples.submit(jdbi);
        relay();
        work(LONG, task -> {
            if (task.attempt() == 1) {
                throw new CancellationException("given back");
            }
            if (task.job().subject().equals("0")) {
                throw new NarrowgaugeException(ErrorCode.MODEL_INVALID, "it has no graph");
            }
            return finish(task);
        });
        List<String> ends = List.of("GIVEN_BACK", "GIVEN_BACK", "FAILED_USER", "DONE");
        await("both have ended", () -> heard.stream().filter(ends::contains).count() == ends.size());
        assertThat(heard.stream().filter(word -> !word.equals("taken") && !word.equals("quantize")))
                .containsExactlyInAnyOrderElementsOf(ends);
    }

    @Test
    void tellsOfLeasesThatRanOut() {
        Job job = jobs.ofRun(Samples.submit(jdbi).id()).getFirst();
        jobs.claim(job.id(), 1, "a worker that dies", Duration.ZERO);
        work(Duration.ofSeconds(4), this::finish);
        await("it was told", () -> heard.contains("lost 1"));
    }

    private void work(Duration lease, TaskHandler handler) {
        TaskSettings settings = new TaskSettings("worker", 1, lease, lease.dividedBy(4), TaskTraces.NONE, listener);
        loop(settings, source(List.of(TaskTopic.QUANTIZE)), handler);
    }
}

package dev.narrowgauge.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.job.JobKind;
import dev.narrowgauge.domain.timeline.AttemptEnd;
import dev.narrowgauge.domain.timeline.AttemptTimeline;
import dev.narrowgauge.domain.timeline.JobTimeline;
import dev.narrowgauge.domain.timeline.Phase;
import dev.narrowgauge.domain.timeline.RunTimeline;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TestTimelineStore extends JobStoreTest {
    private final TimelineStore timelines = new TimelineStore(jdbi);

    @Test
    void attemptsAndStagesComeFromTheEvents() {
        jobs.claim(job.id(), 1, "worker", NO_TIME);
        reach(1, "prepare", 1);
        jobs.sweepLeases();
        jobs.claim(job.id(), 2, "worker", LEASE);
        reach(2, "prepare", 1);
        reach(2, "prepare", 2);
        reach(2, "calibrate", 1);
        reach(2, "prepare", 3);
        jobs.fail(job.id(), 2, ErrorCode.ENGINE_CRASHED, "134");
        jobs.claim(job.id(), 3, "worker", LEASE);
        jobs.finishQuantize(job.id(), 3, Samples.variant(job));

        RunTimeline timeline = timelines.ofRun(run.id()).orElseThrow();

        JobTimeline first = timeline.jobs().getFirst();
        assertThat(first.jobId()).isEqualTo(job.id());
        assertThat(first.attempts())
                .extracting(AttemptTimeline::attempt, attempt -> attempt.end().orElseThrow())
                .containsExactly(
                        tuple(1, AttemptEnd.LEASE_LOST), tuple(2, AttemptEnd.CRASHED), tuple(3, AttemptEnd.SUCCEEDED));
        assertThat(first.attempts())
                .extracting(TestTimelineStore::names)
                .containsExactly(
                        List.of("queued", "unknown", "prepare"),
                        List.of("queued", "unknown", "prepare", "calibrate", "prepare"),
                        List.of("queued", "unknown"));
        assertThat(first.attempts()).allSatisfy(attempt -> {
            assertThat(attempt.takenAt().orElseThrow())
                    .isAfterOrEqualTo(attempt.queuedAt().orElseThrow());
            assertThat(attempt.endedAt().orElseThrow())
                    .isAfterOrEqualTo(attempt.takenAt().orElseThrow());
        });
        assertThat(timeline.toldAt()).isAfterOrEqualTo(timeline.createdAt());
        assertThat(timeline.jobs().getLast().kind()).isEqualTo(JobKind.BENCHMARK);
        assertThat(timeline.jobs().getLast().attempts()).singleElement().satisfies(attempt -> {
            assertThat(names(attempt)).containsExactly("queued");
            assertThat(attempt.endedAt()).isEmpty();
        });
    }

    /** As programs of a release before wrote them. */
    @Test
    void endThatNobodyWroteDownIsUnknownUnlessTheStateTellsIt() {
        jobs.claim(job.id(), 1, "worker", LEASE);
        jobs.release(job.id(), 1);
        jobs.claim(job.id(), 2, "worker", LEASE);
        jobs.fail(job.id(), 2, ErrorCode.MODEL_INVALID, "no graph");
        jdbi.useHandle(handle -> handle.execute("UPDATE job_event SET data = data - 'attemptEnd'"));

        List<AttemptTimeline> attempts =
                timelines.ofRun(run.id()).orElseThrow().jobs().getFirst().attempts();

        assertThat(attempts)
                .extracting(AttemptTimeline::end)
                .containsExactly(Optional.empty(), Optional.of(AttemptEnd.FAILED));
    }

    @Test
    void runThatIsNotThereHasNone() {
        assertThat(timelines.ofRun(UUID.randomUUID())).isEmpty();
    }

    private void reach(int attempt, String stage, long done) {
        assertThat(jobs.progress(
                        job.id(), attempt, new Progress(stage, done, 3, OptionalDouble.empty(), Optional.empty())))
                .isTrue();
    }

    private static List<String> names(AttemptTimeline attempt) {
        return attempt.phases().stream().map(Phase::name).toList();
    }
}

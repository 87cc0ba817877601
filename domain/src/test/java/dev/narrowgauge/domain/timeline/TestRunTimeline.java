package dev.narrowgauge.domain.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.job.DocumentVersions;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.job.JobEvent;
import dev.narrowgauge.domain.job.JobKind;
import dev.narrowgauge.domain.job.JobMachine;
import dev.narrowgauge.domain.job.JobState;
import dev.narrowgauge.domain.job.Transition;
import dev.narrowgauge.domain.run.Run;
import dev.narrowgauge.domain.run.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TestRunTimeline {
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final UUID RUN = UUID.randomUUID();
    private static final Job QUANTIZE = Job.quantize(UUID.randomUUID(), RUN, 0, DocumentVersions.known());
    private static final Job BENCHMARK =
            Job.benchmark(UUID.randomUUID(), RUN, UUID.randomUUID(), "x86-vnni", DocumentVersions.known());

    @Test
    void attemptsHaveTheirPhasesAndEnds() {
        RunTimeline timeline = RunTimeline.of(
                run(RunState.DONE, Optional.of(at(40))),
                List.of(QUANTIZE, BENCHMARK),
                List.of(
                        state(QUANTIZE, 0, 1, JobState.QUEUED, Optional.empty()),
                        state(QUANTIZE, 2, 1, JobState.RUNNING, Optional.empty()),
                        stage(QUANTIZE, 3, 1, "prepare"),
                        state(QUANTIZE, 5, 2, JobState.QUEUED, Optional.of(AttemptEnd.LEASE_LOST)),
                        state(QUANTIZE, 6, 2, JobState.RUNNING, Optional.empty()),
                        stage(QUANTIZE, 6, 2, "prepare"),
                        stage(QUANTIZE, 9, 2, "calibrate"),
                        state(QUANTIZE, 19, 2, JobState.SUCCEEDED, Optional.of(AttemptEnd.SUCCEEDED)),
                        state(BENCHMARK, 19, 1, JobState.QUEUED, Optional.empty()),
                        state(BENCHMARK, 20, 1, JobState.RUNNING, Optional.empty()),
                        stage(BENCHMARK, 21, 1, "measure"),
                        state(BENCHMARK, 39, 1, JobState.SUCCEEDED, Optional.of(AttemptEnd.SUCCEEDED))),
                at(100));

        assertThat(timeline.seconds()).isEqualTo(40);
        assertThat(timeline.jobs().getFirst().attempts())
                .extracting(AttemptTimeline::attempt, AttemptTimeline::end, AttemptTimeline::endedAt)
                .containsExactly(
                        tuple(1, Optional.of(AttemptEnd.LEASE_LOST), Optional.of(at(5))),
                        tuple(2, Optional.of(AttemptEnd.SUCCEEDED), Optional.of(at(19))));
        assertThat(timeline.jobs().getFirst().attempts().getFirst().phases())
                .extracting(Phase::name, Phase::seconds)
                .containsExactly(tuple("queued", 2.0), tuple("unknown", 1.0), tuple("prepare", 2.0));
        assertThat(timeline.shares())
                .extracting(TimeShare::phase, TimeShare::kind, TimeShare::jobs, TimeShare::seconds)
                .containsExactly(
                        tuple("queued", Optional.of(JobKind.QUANTIZE), 1, 3.0),
                        tuple("unknown", Optional.of(JobKind.QUANTIZE), 1, 1.0),
                        tuple("prepare", Optional.of(JobKind.QUANTIZE), 1, 5.0),
                        tuple("calibrate", Optional.of(JobKind.QUANTIZE), 1, 10.0),
                        tuple("queued", Optional.of(JobKind.BENCHMARK), 1, 1.0),
                        tuple("unknown", Optional.of(JobKind.BENCHMARK), 1, 1.0),
                        tuple("measure", Optional.of(JobKind.BENCHMARK), 1, 18.0),
                        tuple("decide", Optional.empty(), 0, 1.0));
    }

    @Test
    void whatLastsIsToldSoFar() {
        RunTimeline timeline = RunTimeline.of(
                run(RunState.RUNNING, Optional.empty()),
                List.of(QUANTIZE),
                List.of(
                        state(QUANTIZE, 0, 1, JobState.QUEUED, Optional.empty()),
                        state(QUANTIZE, 2, 1, JobState.RUNNING, Optional.empty()),
                        stage(QUANTIZE, 3, 1, "calibrate")),
                at(10));

        AttemptTimeline attempt = timeline.jobs().getFirst().attempts().getFirst();
        assertThat(timeline.seconds()).isEqualTo(10);
        assertThat(attempt.endedAt()).isEmpty();
        assertThat(attempt.end()).isEmpty();
        assertThat(attempt.phases().getLast()).isEqualTo(new Phase("calibrate", at(3), Optional.empty(), 7));
    }

    @Test
    void whatNobodyWroteDownIsUnknown() {
        RunTimeline timeline = RunTimeline.of(
                run(RunState.CANCELLED, Optional.of(at(9))),
                List.of(QUANTIZE, BENCHMARK),
                List.of(
                        state(QUANTIZE, 2, 3, JobState.RUNNING, Optional.empty()),
                        state(QUANTIZE, 5, 4, JobState.QUEUED, Optional.empty()),
                        state(QUANTIZE, 9, 4, JobState.CANCELLED, Optional.of(AttemptEnd.CANCELLED))),
                at(10));

        AttemptTimeline third = timeline.jobs().getFirst().attempts().getFirst();
        assertThat(third.queuedAt()).isEmpty();
        assertThat(third.takenAt()).contains(at(2));
        assertThat(third.endedAt()).contains(at(5));
        assertThat(third.end()).isEmpty();
        assertThat(third.phases()).extracting(Phase::name).containsExactly("unknown");
        assertThat(timeline.jobs().getFirst().attempts().getLast().takenAt()).isEmpty();
        assertThat(timeline.jobs().getLast().attempts()).isEmpty();
        assertThat(timeline.shares()).extracting(TimeShare::phase).containsExactly("unknown", "queued");
    }

    /** Whatever the machine makes of a job at work tells how its attempt ended. */
    @Test
    void endFollowsFromWhatBecameOfTheJob() {
        Job taken = after(QUANTIZE, new JobEvent.Claim(1, "worker", Duration.ZERO));
        assertThat(end(taken, new JobEvent.Succeed(1))).isEqualTo(AttemptEnd.SUCCEEDED);
        assertThat(end(taken, new JobEvent.Cancel())).isEqualTo(AttemptEnd.CANCELLED);
        assertThat(end(taken, new JobEvent.Release(1))).isEqualTo(AttemptEnd.GIVEN_BACK);
        assertThat(end(taken, new JobEvent.Tick())).isEqualTo(AttemptEnd.LEASE_LOST);
        assertThat(end(taken, new JobEvent.Fail(1, ErrorCode.MODEL_INVALID, "no graph")))
                .isEqualTo(AttemptEnd.FAILED);
        assertThat(end(taken, new JobEvent.Fail(1, ErrorCode.ENGINE_CRASHED, "134")))
                .isEqualTo(AttemptEnd.CRASHED);
        assertThat(end(taken, new JobEvent.Fail(1, ErrorCode.ENGINE_OUT_OF_MEMORY, "4 GiB")))
                .isEqualTo(AttemptEnd.LACKED_RESOURCE);
        assertThat(end(taken, new JobEvent.Fail(1, ErrorCode.STORAGE_UNAVAILABLE, "no mount")))
                .isEqualTo(AttemptEnd.MACHINE_FAILED);
        assertThat(end(taken, new JobEvent.Fail(1, ErrorCode.DOCUMENT_TOO_NEW, "too new")))
                .isEqualTo(AttemptEnd.GIVEN_BACK);
    }

    private static AttemptEnd end(Job taken, JobEvent event) {
        return AttemptEnd.between(taken, after(taken, event));
    }

    private static Job after(Job job, JobEvent event) {
        return switch (JobMachine.apply(job, event, START.plusSeconds(3600))) {
            case Transition.To to -> to.job();
            case Transition.Requeue requeue -> requeue.job();
            case Transition.HandBack handBack -> handBack.job();
            case Transition.Ignored ignored -> throw new IllegalStateException(ignored.toString());
        };
    }

    private static Run run(RunState state, Optional<Instant> endedAt) {
        return new Run(RUN, null, state, Optional.empty(), START, endedAt);
    }

    private static JobFact state(Job job, int second, int attempt, JobState state, Optional<AttemptEnd> end) {
        return new JobFact.State(job.id(), at(second), attempt, state, end);
    }

    private static JobFact stage(Job job, int second, int attempt, String name) {
        return new JobFact.Stage(job.id(), at(second), attempt, name);
    }

    private static Instant at(int second) {
        return START.plusSeconds(second);
    }
}

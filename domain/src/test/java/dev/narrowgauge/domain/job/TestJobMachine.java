package dev.narrowgauge.domain.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.job.Job.Failures;
import dev.narrowgauge.domain.job.Transition.HandBack;
import dev.narrowgauge.domain.job.Transition.Ignored;
import dev.narrowgauge.domain.job.Transition.Reason;
import dev.narrowgauge.domain.job.Transition.Requeue;
import dev.narrowgauge.domain.job.Transition.To;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TestJobMachine {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration LEASE = Duration.ofSeconds(60);

    private final Job queued = Job.quantize(UUID.randomUUID(), UUID.randomUUID(), 0, DocumentVersions.FIRST);

    @Test
    void queuedToRunningToSucceeded() {
        Job running = claim(queued, 1);

        assertThat(running.lease().orElseThrow().until()).isEqualTo(NOW.plus(LEASE));
        assertThat(to(running, new JobEvent.Succeed(1)).state()).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void claimOfAnotherAttemptIsStale() {
        assertThat(JobMachine.apply(queued, new JobEvent.Claim(2, "w", LEASE), NOW))
                .isEqualTo(new Ignored(Reason.STALE_ATTEMPT));
    }

    @Test
    void secondClaimOfTheSameAttemptLoses() {
        Job running = claim(queued, 1);

        assertThat(JobMachine.apply(running, new JobEvent.Claim(1, "other", LEASE), NOW))
                .isEqualTo(new Ignored(Reason.NOT_OWNER));
    }

    @Test
    void waitThatIsGivenUpEndsAQueuedJobAndNoOther() {
        JobEvent.GiveUp giveUp = new JobEvent.GiveUp(ErrorCode.NO_DEVICE, "no node");
        Job failed = to(queued, giveUp);

        assertThat(failed.state()).isEqualTo(JobState.FAILED);
        assertThat(failed.error()).contains(new Job.JobError(ErrorCode.NO_DEVICE, "no node"));
        assertThat(JobMachine.apply(claim(queued, 1), giveUp, NOW)).isEqualTo(new Ignored(Reason.NOTHING_DUE));
        assertThat(JobMachine.apply(failed, giveUp, NOW)).isEqualTo(new Ignored(Reason.ENDED));
    }

    @Test
    void userErrorIsFinal() {
        Job failed = to(claim(queued, 1), new JobEvent.Fail(1, ErrorCode.MODEL_NOT_ONNX, "not ONNX"));

        assertThat(failed.state()).isEqualTo(JobState.FAILED);
        assertThat(failed.error().orElseThrow().code()).isEqualTo(ErrorCode.MODEL_NOT_ONNX);
    }

    @Test
    void crashIsTriedOnceMore() {
        Job second = requeue(claim(queued, 1), new JobEvent.Fail(1, ErrorCode.ENGINE_CRASHED, "signal 11"), NOW);
        Job failed = to(claim(second, 2), new JobEvent.Fail(2, ErrorCode.ENGINE_CRASHED, "signal 11"));

        assertThat(second.attempt()).isEqualTo(2);
        assertThat(failed.state()).isEqualTo(JobState.FAILED);
    }

    @Test
    void workerThatIsTooOldNeverEndsTheJob() {
        Job job = queued;
        for (int attempt = 1; attempt <= 100; attempt++) {
            HandBack back = (HandBack) JobMachine.apply(
                    claim(job, attempt), new JobEvent.Fail(attempt, ErrorCode.DOCUMENT_TOO_NEW, "version 2"), NOW);
            assertThat(back.notBefore()).isEqualTo(NOW.plus(Duration.ofMinutes(1)));
            job = back.job();
        }

        assertThat(job.failures()).isEqualTo(Failures.NONE);
    }

    @Test
    void wantOfAResourceIsTriedThreeTimesMoreWithGrowingPauses() {
        Job job = queued;
        for (int attempt = 1; attempt <= 3; attempt++) {
            Duration pause = List.of(Duration.ofSeconds(2), Duration.ofSeconds(8), Duration.ofSeconds(32))
                    .get(attempt - 1);
            job = requeue(
                    claim(job, attempt),
                    new JobEvent.Fail(attempt, ErrorCode.ENGINE_OUT_OF_MEMORY, "512 MiB"),
                    NOW.plus(pause));
        }
        assertThat(to(claim(job, 4), new JobEvent.Fail(4, ErrorCode.ENGINE_OUT_OF_MEMORY, "512 MiB"))
                        .state())
                .isEqualTo(JobState.FAILED);
    }

    @Test
    void faultOfTheMachineIsTriedElsewhereForHours() {
        Job job = queued;
        Instant now = NOW;
        for (int attempt = 1; attempt <= JobMachine.INFRASTRUCTURE_RETRIES; attempt++) {
            Requeue again = (Requeue) JobMachine.apply(
                    claim(job, attempt), new JobEvent.Fail(attempt, ErrorCode.STORAGE_UNAVAILABLE, "no mount"), now);
            assertThat(again.job().state()).isEqualTo(JobState.QUEUED);
            assertThat(again.notBefore()).isAfter(now);
            now = again.notBefore();
            job = again.job();
        }
        assertThat(Duration.between(NOW, now)).isGreaterThan(Duration.ofHours(2));
        assertThat(to(claim(job, 21), new JobEvent.Fail(21, ErrorCode.STORAGE_UNAVAILABLE, "no mount"))
                        .state())
                .isEqualTo(JobState.FAILED);
    }

    @Test
    void messageOfAnErrorHasNoNul() {
        Job failed = to(claim(queued, 1), new JobEvent.Fail(1, ErrorCode.MODEL_INVALID, "node 'a\0b'"));

        assertThat(failed.error().orElseThrow().message()).isEqualTo("node 'a\uFFFDb'");
    }

    @Test
    void zombieChangesNothingAfterItsLeaseWasLost() {
        Job running = claim(queued, 1);
        Requeue requeue = (Requeue) JobMachine.apply(running, new JobEvent.Tick(), NOW.plus(LEASE));
        Job second = claim(requeue.job(), 2);

        for (JobEvent late : List.of(
                new JobEvent.Succeed(1),
                new JobEvent.Fail(1, ErrorCode.INTERNAL_ERROR, "late"),
                new JobEvent.Heartbeat(1, "w", LEASE),
                new JobEvent.Release(1))) {
            assertThat(JobMachine.apply(second, late, NOW)).as("%s", late).isEqualTo(new Ignored(Reason.STALE_ATTEMPT));
        }
    }

    @Test
    void leaseHoldsUntilItsEnd() {
        Job running = claim(queued, 1);

        assertThat(JobMachine.apply(
                        running, new JobEvent.Tick(), NOW.plus(LEASE).minusMillis(1)))
                .isEqualTo(new Ignored(Reason.NOTHING_DUE));
    }

    @Test
    void releaseCostsNoRetry() {
        Job second = requeue(claim(queued, 1), new JobEvent.Release(1), NOW);

        assertThat(second.failures()).isEqualTo(Failures.NONE);
    }

    @Test
    void cancelEndsQueuedAndRunning() {
        assertThat(to(queued, new JobEvent.Cancel()).state()).isEqualTo(JobState.CANCELLED);
        assertThat(to(claim(queued, 1), new JobEvent.Cancel()).state()).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void anyHistoryEndsOnceAndAttemptsOnlyGrow() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int history = 0; history < 2_000; history++) {
            Job job = queued;
            Instant now = NOW;
            for (int step = 0; step < 60; step++) {
                now = now.plusSeconds(random.nextInt(40));
                Job before = job;
                Job after = after(job, JobMachine.apply(job, randomEvent(random, job.attempt()), now));
                assertThat(after.attempt()).as("seed %d", seed).isGreaterThanOrEqualTo(before.attempt());
                if (before.state().terminal()) {
                    assertThat(after).as("seed %d", seed).isEqualTo(before);
                }
                job = after;
            }
        }
    }

    private static JobEvent randomEvent(Random random, int attempt) {
        int named = Math.max(1, attempt - random.nextInt(3));
        ErrorCode[] codes = ErrorCode.values();
        return switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> new JobEvent.Claim(named, "w", LEASE);
            case 4, 5 -> new JobEvent.Heartbeat(named, "w", LEASE);
            case 6 -> new JobEvent.Succeed(named);
            case 7 -> new JobEvent.Fail(named, codes[random.nextInt(codes.length)], "x");
            case 8 -> new JobEvent.Release(named);
            case 9 ->
                switch (random.nextInt(20)) {
                    case 0 -> new JobEvent.Cancel();
                    case 1 -> new JobEvent.GiveUp(codes[random.nextInt(codes.length)], "x");
                    default -> new JobEvent.Tick();
                };
            default -> new JobEvent.Tick();
        };
    }

    private static Job after(Job before, Transition transition) {
        return switch (transition) {
            case To(Job job) -> job;
            case Requeue(Job job, Instant _) -> job;
            case HandBack(Job job, Instant _) -> job;
            case Ignored _ -> before;
        };
    }

    private static Job claim(Job job, int attempt) {
        return to(job, new JobEvent.Claim(attempt, "w", LEASE));
    }

    private static Job to(Job job, JobEvent event) {
        return ((To) JobMachine.apply(job, event, NOW)).job();
    }

    private static Job requeue(Job job, JobEvent event, Instant notBefore) {
        Requeue requeue = (Requeue) JobMachine.apply(job, event, NOW);
        assertThat(requeue.notBefore()).isEqualTo(notBefore);
        return requeue.job();
    }
}

package dev.narrowgauge.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.job.JobState;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class TestJobAttempts extends JobStoreTest {
    @Test
    void heartbeatKeepsALeaseAlive() {
        jobs.claim(job.id(), 1, "worker", NO_TIME);
        assertThat(jobs.heartbeat(job.id(), 1, "worker", LEASE)).isTrue();
        assertThat(jobs.sweepLeases()).isZero();
    }

    @Test
    void lostLeaseQueuesTheNextAttemptUntilPatienceEnds() {
        drain();
        for (int attempt = 1; attempt <= 6; attempt++) {
            assertThat(jobs.claim(job.id(), attempt, "worker", NO_TIME)).isPresent();
            assertThat(jobs.sweepLeases()).isEqualTo(1);
        }
        assertThat(drain()).extracting(OutboxStore.Entry::attempt).containsExactly(2, 3, 4, 5, 6);
        Job lost = jobs.find(job.id()).orElseThrow();
        assertThat(lost.state()).isEqualTo(JobState.FAILED);
        assertThat(lost.error().orElseThrow().code()).isEqualTo(ErrorCode.LEASE_LOST);
    }

    @Test
    void errorOfTheUserIsFinal() {
        jobs.claim(job.id(), 1, "worker", LEASE);
        assertThat(jobs.fail(job.id(), 1, ErrorCode.MODEL_INVALID, "no graph")).isTrue();
        assertThat(jobs.find(job.id()).orElseThrow().state()).isEqualTo(JobState.FAILED);
    }

    @Test
    void crashIsTriedOnceMore() {
        drain();
        jobs.claim(job.id(), 1, "worker", LEASE);
        jobs.fail(job.id(), 1, ErrorCode.ENGINE_CRASHED, "134");
        assertThat(drain()).extracting(OutboxStore.Entry::attempt).containsExactly(2);
        jobs.claim(job.id(), 2, "worker", LEASE);
        jobs.fail(job.id(), 2, ErrorCode.ENGINE_CRASHED, "134");
        assertThat(jobs.find(job.id()).orElseThrow().state()).isEqualTo(JobState.FAILED);
        assertThat(drain()).isEmpty();
    }

    /** No text of the database holds one; the failure, and with it the attempt, would not be written at all. */
    @Test
    void nulInAMessageIsWrittenAsAnotherSign() {
        jobs.claim(job.id(), 1, "worker", LEASE);
        assertThat(jobs.progress(
                        job.id(), 1, new Progress("a\0b", 1, 2, OptionalDouble.empty(), Optional.of("found \0"))))
                .isTrue();
        assertThat(jobs.fail(job.id(), 1, ErrorCode.MODEL_INVALID, "node 'a\0b'"))
                .isTrue();
        assertThat(jobs.find(job.id()).orElseThrow().error().orElseThrow().message())
                .isEqualTo("node 'a\uFFFDb'");
    }

    @Test
    void faultOfAMachineIsTriedElsewhereAfterAPause() {
        jobs.claim(job.id(), 1, "worker", LEASE);
        drain();
        assertThat(jobs.fail(job.id(), 1, ErrorCode.STORAGE_UNAVAILABLE, "no mount"))
                .isTrue();
        Job again = jobs.find(job.id()).orElseThrow();
        assertThat(again.state()).isEqualTo(JobState.QUEUED);
        assertThat(again.failures()).isEqualTo(new Job.Failures(0, 0, 0, 1));
        assertThat(drain()).as("not due yet").isEmpty();
    }

    @Test
    void wantOfAResourceIsTriedThreeTimesMoreAfterAPause() {
        drain();
        for (int attempt = 1; attempt <= 4; attempt++) {
            assertThat(jobs.claim(job.id(), attempt, "worker", LEASE)).isPresent();
            jobs.fail(job.id(), attempt, ErrorCode.ENGINE_OUT_OF_MEMORY, "4 GiB");
            assertThat(drain()).isEmpty();
        }
        jdbi.useHandle(handle -> handle.execute("UPDATE outbox SET not_before = not_before - interval '1 minute'"));
        assertThat(drain()).extracting(OutboxStore.Entry::attempt).containsExactly(2, 3, 4);
        assertThat(jobs.find(job.id()).orElseThrow().state()).isEqualTo(JobState.FAILED);
    }

    @Test
    void releasedJobIsDispatchedAtOnceAndCountsAsNoFailure() {
        drain();
        jobs.claim(job.id(), 1, "worker", LEASE);
        assertThat(jobs.release(job.id(), 1)).isTrue();
        assertThat(drain()).extracting(OutboxStore.Entry::attempt).containsExactly(2);
        assertThat(jobs.find(job.id()).orElseThrow().failures()).isEqualTo(Job.Failures.NONE);
    }
}

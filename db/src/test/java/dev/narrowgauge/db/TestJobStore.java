package dev.narrowgauge.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.job.JobKind;
import dev.narrowgauge.domain.job.JobStanding;
import dev.narrowgauge.domain.job.JobState;
import dev.narrowgauge.domain.run.Run;
import dev.narrowgauge.domain.run.RunEvent;
import dev.narrowgauge.domain.variant.Measurement;
import dev.narrowgauge.domain.variant.Variant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

class TestJobStore {
    private static final Duration LEASE = Duration.ofSeconds(60);
    private static final Duration NO_TIME = Duration.ZERO;
    private static final Progress PROGRESS =
            new Progress("measure", 1, 2, OptionalDouble.of(3), Optional.of("ratio 0.520 [0.500, 0.540]"));

    private final Jdbi jdbi = Database.jdbi(PostgresFixture.migrated());
    private final JobStore jobs = new JobStore(jdbi);
    private final OutboxStore outbox = new OutboxStore(jdbi);
    private final EventStore events = new EventStore(jdbi);
    private final Run run = Samples.submit(jdbi);
    private final Job job = jobs.ofRun(run.id()).getFirst();

    @Test
    void oneOfManyClaimsWins() throws Exception {
        List<Callable<Boolean>> claims = IntStream.range(0, 16)
                .<Callable<Boolean>>mapToObj(worker ->
                        () -> jobs.claim(job.id(), 1, "worker-" + worker, LEASE).isPresent())
                .toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            int won = 0;
            for (Future<Boolean> claim : threads.invokeAll(claims)) {
                won += claim.get() ? 1 : 0;
            }
            assertThat(won).isEqualTo(1);
        }
    }

    @Test
    void duplicateMessageOfARunningJobClaimsNothing() {
        assertThat(jobs.claim(job.id(), 1, "worker", LEASE)).isPresent();
        assertThat(jobs.claim(job.id(), 1, "worker", LEASE)).isEmpty();
        assertThat(jobs.claim(job.id(), 2, "worker", LEASE)).isEmpty();
    }

    @Test
    void finishWritesTheVariantAndFilesABenchmarkPerDeviceClass() {
        jobs.claim(job.id(), 1, "worker", LEASE);
        drain();
        Variant variant = Samples.variant(job);
        assertThat(jobs.finishQuantize(job.id(), 1, variant)).isTrue();
        assertThat(new VariantStore(jdbi).ofRun(run.id())).containsExactly(variant);
        assertThat(new VariantStore(jdbi).find(variant.id())).contains(variant);
        Job benchmark = jobs.ofRun(run.id()).getLast();
        assertThat(benchmark.kind()).isEqualTo(JobKind.BENCHMARK);
        assertThat(benchmark.subject()).isEqualTo(variant.id().toString());
        assertThat(drain()).singleElement().satisfies(message -> {
            assertThat(message.jobId()).isEqualTo(benchmark.id());
            assertThat(message.topic()).isEqualTo("narrowgauge.benchmark.x86-vnni");
        });

        jobs.claim(benchmark.id(), 1, "agent", LEASE);
        Measurement measurement = Samples.measurement(benchmark);
        assertThat(jobs.finishBenchmark(benchmark.id(), 1, measurement)).isTrue();
        assertThat(new MeasurementStore(jdbi).ofRun(run.id())).containsExactly(measurement);
        assertThat(new MeasurementStore(jdbi).find(measurement.id())).contains(measurement);
        assertThat(jobs.finishBenchmark(benchmark.id(), 1, Samples.measurement(benchmark)))
                .isFalse();
    }

    @Test
    void zombieChangesNoRow() {
        jobs.claim(job.id(), 1, "zombie", NO_TIME);
        assertThat(jobs.sweepLeases()).isEqualTo(1);
        assertThat(jobs.claim(job.id(), 2, "worker", LEASE)).isPresent();
        String before = everything();

        assertThat(jobs.heartbeat(job.id(), 1, "zombie", LEASE)).isFalse();
        assertThat(jobs.progress(job.id(), 1, PROGRESS)).isFalse();
        assertThat(jobs.finishQuantize(job.id(), 1, Samples.variant(job))).isFalse();
        assertThat(jobs.fail(job.id(), 1, ErrorCode.ENGINE_CRASHED, "late")).isFalse();
        assertThat(jobs.release(job.id(), 1)).isFalse();
        assertThat(jobs.heartbeat(job.id(), 2, "zombie", LEASE)).isFalse();

        assertThat(everything()).isEqualTo(before);
        assertThat(jobs.finishQuantize(job.id(), 2, Samples.variant(job))).isTrue();
        assertThat(jobs.finishQuantize(job.id(), 1, Samples.variant(job))).isFalse();
        assertThat(new VariantStore(jdbi).ofRun(run.id())).hasSize(1);
    }

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

    @Test
    void jobWhoseMessageWasLostIsDispatchedAgain() {
        assertThat(jobs.dispatchAgain(NO_TIME)).as("still in the outbox").isZero();
        drain();
        assertThat(jobs.dispatchAgain(Duration.ofMinutes(5)))
                .as("sent just now")
                .isZero();
        assertThat(jobs.dispatchAgain(NO_TIME)).isEqualTo(2);
        assertThat(drain()).extracting(OutboxStore.Entry::attempt).containsExactly(1, 1);
    }

    @Test
    void messageStaysInTheOutboxWhenItCouldNotBeSent() {
        try {
            outbox.forward(10, _ -> {
                throw new IllegalStateException("broker is away");
            });
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("broker is away");
        }
        assertThat(drain()).hasSize(2);
    }

    @Test
    void eventsHaveNoGapsWhenManyWriteAndNoneIsSeenOutOfOrder() throws Exception {
        int writers = 8;
        int each = 25;
        List<Job> all = jobs.ofRun(run.id());
        all.forEach(one -> jobs.claim(one.id(), 1, "worker", LEASE));
        int before = events.after(run.id(), 0, 1000).size();
        List<Long> seen = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> done = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                Job mine = all.get(writer % all.size());
                done.add(threads.submit(() -> IntStream.range(0, each)
                        .forEach(_ -> assertThat(jobs.progress(mine.id(), 1, PROGRESS))
                                .isTrue())));
            }
            long last = 0;
            while (last < before + writers * each) {
                for (RunEvent event : events.after(run.id(), last, 10)) {
                    last = event.sequence();
                    seen.add(last);
                }
            }
            for (Future<?> one : done) {
                one.get();
            }
        }
        assertThat(seen)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, before + writers * each)
                        .boxed()
                        .toList());
    }

    @Test
    void standingSaysWhenAJobWaitedBeganAndEndedAndItsPlace() {
        JobStanding first = jobs.standingsOfRun(run.id()).getFirst();
        assertThat(first.job()).isEqualTo(job);
        assertThat(first.place()).hasValue(1);
        assertThat(first.queuedAt())
                .isBetween(first.createdAt().minusMillis(1), first.createdAt().plusSeconds(60));
        assertThat(first.startedAt()).isEmpty();
        Run later = new RunStore(jdbi)
                .submit(Samples.request(List.of("x86-vnni")), Optional.empty())
                .run();
        assertThat(jobs.standingsOfRun(later.id()))
                .extracting(one -> one.place().getAsLong())
                .containsExactly(3L, 4L);

        jobs.claim(job.id(), 1, "worker", LEASE);
        JobStanding running = jobs.standing(job.id()).orElseThrow();
        assertThat(running.place()).isEmpty();
        assertThat(running.startedAt()).isPresent();
        assertThat(running.endedAt()).isEmpty();
        jobs.release(job.id(), 1);
        JobStanding back = jobs.standing(job.id()).orElseThrow();
        assertThat(back.place()).as("behind those that wait longer").hasValue(4);
        assertThat(back.queuedAt()).isAfterOrEqualTo(running.startedAt().orElseThrow());
        assertThat(back.createdAt()).isEqualTo(first.createdAt());

        jobs.claim(job.id(), 2, "worker", LEASE);
        jobs.finishQuantize(job.id(), 2, Samples.variant(job));
        JobStanding ended = jobs.standing(job.id()).orElseThrow();
        assertThat(ended.endedAt().orElseThrow())
                .isAfterOrEqualTo(ended.startedAt().orElseThrow());
        assertThat(jobs.standingsOfRun(run.id()).getLast().place())
                .as("a queue for each class")
                .hasValue(1);
    }

    @Test
    void siblingIsOfTheSameRunKindAndClassAndHasNotFailed() {
        Run other = new RunStore(jdbi)
                .submit(Samples.request(List.of("x86-vnni", "arm-i8mm")), Optional.empty())
                .run();
        for (Job made : jobs.ofRun(other.id())) {
            jobs.claim(made.id(), 1, "worker", LEASE);
            jobs.finishQuantize(made.id(), 1, Samples.variant(made));
        }
        List<Job> waiting = jobs.ofRun(other.id()).stream()
                .filter(one -> one.deviceClass().equals(Optional.of("x86-vnni")))
                .toList();
        Job first = jobs.claim(waiting.getFirst().id(), 1, "agent", LEASE).orElseThrow();

        Job sibling = jobs.claimSibling(first.id(), "agent", LEASE).orElseThrow();

        assertThat(sibling.id()).isEqualTo(waiting.getLast().id());
        assertThat(sibling.state()).isEqualTo(JobState.RUNNING);
        assertThat(sibling.lease().orElseThrow().owner()).isEqualTo("agent");
        assertThat(jobs.claim(sibling.id(), 1, "who takes its message", LEASE)).isEmpty();
        assertThat(jobs.claimSibling(first.id(), "agent", LEASE)).isEmpty();
        jobs.release(sibling.id(), 1);
        assertThat(jobs.claimSibling(first.id(), "agent", LEASE))
                .get()
                .extracting(Job::attempt)
                .isEqualTo(2);
        jobs.fail(sibling.id(), 2, ErrorCode.ENGINE_CRASHED, "it crashed");
        assertThat(jobs.find(sibling.id()).orElseThrow().state()).isEqualTo(JobState.QUEUED);
        assertThat(jobs.claimSibling(first.id(), "agent", LEASE))
                .as("it may crash again")
                .isEmpty();
        Job again = jobs.claim(sibling.id(), 3, "agent", LEASE).orElseThrow();
        jobs.release(first.id(), 1);
        assertThat(jobs.claimSibling(again.id(), "agent", LEASE)).isEmpty();
    }

    @Test
    void eventTellsHowFarAnAttemptIs() {
        jobs.claim(job.id(), 1, "worker", LEASE);
        assertThat(jobs.progress(job.id(), 1, PROGRESS)).isTrue();
        RunEvent event = events.after(run.id(), 0, 100).getLast();
        assertThat(event.type()).isEqualTo("progress");
        assertThat(event.jobId()).contains(job.id());
        assertThat(event.data())
                .contains("\"stage\": \"measure\"")
                .contains("\"done\": 1")
                .contains("\"total\": 2")
                .contains("\"remainingSeconds\": 3")
                .contains("\"found\": \"ratio 0.520 [0.500, 0.540]\"");
    }

    private List<OutboxStore.Entry> drain() {
        List<OutboxStore.Entry> messages = new ArrayList<>();
        outbox.forward(100, due -> {
            messages.addAll(due);
            return List.of();
        });
        return messages;
    }

    /** Every row that a worker could touch, as text. */
    private String everything() {
        return jdbi.withHandle(handle ->
                String.join("\n", handle.createQuery("""
                                SELECT job::text FROM job UNION ALL SELECT run::text FROM run
                                UNION ALL SELECT job_event::text FROM job_event UNION ALL SELECT outbox::text FROM outbox
                                UNION ALL SELECT id::text FROM variant UNION ALL SELECT id::text FROM measurement
                                ORDER BY 1
                                """).mapTo(String.class).list()));
    }
}

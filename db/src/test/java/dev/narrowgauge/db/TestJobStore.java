package dev.narrowgauge.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.job.JobKind;
import dev.narrowgauge.domain.job.JobState;
import dev.narrowgauge.domain.run.Run;
import dev.narrowgauge.domain.variant.Measurement;
import dev.narrowgauge.domain.variant.Variant;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TestJobStore extends JobStoreTest {
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
        assertThat(jobs.finishBenchmark(benchmark.id(), 1, "another", measurement))
                .as("the attempt is not its own")
                .isFalse();
        assertThat(jobs.find(benchmark.id()).orElseThrow().state()).isEqualTo(JobState.RUNNING);
        assertThat(jobs.finishBenchmark(benchmark.id(), 1, "agent", measurement))
                .isTrue();
        assertThat(new MeasurementStore(jdbi).ofRun(run.id())).containsExactly(measurement);
        assertThat(new MeasurementStore(jdbi).find(measurement.id())).contains(measurement);
        assertThat(new MeasurementStore(jdbi).runtimesOf(run.id(), "d".repeat(64)))
                .as("of software that is not known")
                .isEmpty();
        assertThat(new MeasurementStore(jdbi).reasons(measurement.id()))
                .isNotEmpty()
                .isEqualTo(measurement.insight().reasons());
        assertThat(jobs.finishBenchmark(benchmark.id(), 1, "agent", measurement))
                .as("the answer to the first was lost")
                .isTrue();
        assertThat(jobs.finishBenchmark(benchmark.id(), 1, "agent", Samples.measurement(benchmark)))
                .isFalse();
        assertThat(new MeasurementStore(jdbi).ofRun(run.id())).containsExactly(measurement);
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
    void waitEndsWhenTheJobIsTaken() {
        jdbi.useHandle(handle ->
                handle.execute("UPDATE job SET queued_at = queued_at - interval '1 hour' WHERE id = ?", job.id()));
        assertThat(jobs.waited(job.id())).as("it goes on").isEmpty();
        jobs.claim(job.id(), 1, "worker", LEASE);
        assertThat(jobs.waited(job.id()).orElseThrow()).isBetween(Duration.ofHours(1), Duration.ofHours(2));
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

package dev.narrowgauge.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.narrowgauge.blob.BlobStore;
import dev.narrowgauge.db.ControlStore;
import dev.narrowgauge.db.DatasetStore;
import dev.narrowgauge.db.Eventually;
import dev.narrowgauge.db.JobStore;
import dev.narrowgauge.db.ModelStore;
import dev.narrowgauge.db.RunStore;
import dev.narrowgauge.db.Samples;
import dev.narrowgauge.domain.digest.Blob;
import dev.narrowgauge.domain.gate.Evidence;
import dev.narrowgauge.domain.gate.Gate;
import dev.narrowgauge.domain.gate.Policy;
import dev.narrowgauge.domain.gate.Row;
import dev.narrowgauge.domain.gate.VerdictDocument;
import dev.narrowgauge.domain.gate.VerdictDocument.Subject;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.job.JobKind;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.run.RunRequest;
import dev.narrowgauge.domain.variant.Measurement;
import dev.narrowgauge.domain.variant.Precision;
import dev.narrowgauge.domain.variant.Variant;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;

/** Uploads, runs and verdicts as the programs write them, from some threads until it is closed. */
final class SampleLoad implements AutoCloseable {
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final String CLASS = "x86-vnni";
    private static final AtomicLong NUMBERS = new AtomicLong();

    private final Jdbi services;
    private final BlobStore blobs;
    private final JobStore jobs;
    private final AtomicLong done = new AtomicLong();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final List<Thread> threads;
    private volatile boolean ending;

    private SampleLoad(Jdbi services, BlobStore blobs, int threads) {
        this.services = services;
        this.blobs = blobs;
        this.jobs = new JobStore(services);
        this.threads = IntStream.range(0, threads)
                .mapToObj(number -> Thread.ofPlatform().name("load-" + number).unstarted(this::work))
                .toList();
    }

    static SampleLoad start(Jdbi services, BlobStore blobs, int threads) {
        SampleLoad load = new SampleLoad(services, blobs, threads);
        load.threads.forEach(Thread::start);
        return load;
    }

    /** Returns once that many more runs have got their verdicts. */
    void awaitMore(int runs) {
        long wanted = done.get() + runs;
        Eventually.await("more runs", () -> done.get() >= wanted || failure.get() != null);
    }

    private void work() {
        try {
            while (!ending) {
                run(services);
                done.incrementAndGet();
            }
        } catch (RuntimeException | Error e) {
            failure.set(e);
        }
    }

    /** A run from its uploads to its verdict. */
    UUID run(Jdbi callers) {
        long number = NUMBERS.incrementAndGet();
        Blob model = stored("model", number);
        new ModelStore(callers).save(model, "model", Samples.modelDescription());
        String calibration = dataset(callers, "calibration", number);
        String evaluation = dataset(callers, "evaluation", -number);
        UUID run = new RunStore(callers)
                .submit(
                        new RunRequest(
                                "run " + number,
                                model.sha256(),
                                calibration,
                                evaluation,
                                List.of(Recipe.INT8_STATIC.toStored()),
                                List.of(CLASS),
                                Policy.standard().toStored(),
                                List.of(),
                                Optional.empty()),
                        Optional.empty())
                .run()
                .id();

        Job quantize = claimed(run, JobKind.QUANTIZE);
        Variant variant = variant(quantize, model.sha256(), calibration, evaluation, stored("variant", number));
        require(jobs.finishQuantize(quantize.id(), quantize.attempt(), variant));
        Job benchmark = claimed(run, JobKind.BENCHMARK);
        Measurement measurement = Samples.measurement(benchmark, Samples.latency(number, 6, 1));
        require(jobs.finishBenchmark(benchmark.id(), benchmark.attempt(), "load", measurement));
        require(new RunStore(services)
                .decide(run, verdict(model, calibration, evaluation, variant, measurement), Samples.proof()));
        return run;
    }

    private Blob stored(String what, long number) {
        return blobs.store(
                new ByteArrayInputStream("%s %d".formatted(what, number).getBytes(UTF_8)));
    }

    private String dataset(Jdbi callers, String name, long number) {
        Blob blob = stored(name, number);
        new DatasetStore(callers).save(blob, name, Samples.datasetDescription(), new long[] {number});
        return blob.sha256();
    }

    private Job claimed(UUID run, JobKind kind) {
        Job waiting = jobs.ofRun(run).stream()
                .filter(job -> job.kind() == kind)
                .findFirst()
                .orElseThrow();
        return jobs.claim(waiting.id(), waiting.attempt(), "load", LEASE).orElseThrow();
    }

    private static Variant variant(Job job, String model, String calibration, String evaluation, Blob content) {
        return new Variant(
                UUID.randomUUID(),
                job.runId(),
                job.id(),
                Precision.INT8,
                Recipe.INT8_STATIC.toStored(),
                content.sha256(),
                content.sizeBytes(),
                "{\"outputs\": []}",
                new Variant.Provenance(model, calibration, evaluation, "e".repeat(64), 0, "0.1", "1.29", "host"),
                Samples.TIME);
    }

    private VerdictDocument verdict(
            Blob model, String calibration, String evaluation, Variant variant, Measurement measurement) {
        Policy policy = Policy.standard();
        Gate gate = new Gate(policy);
        List<Row> rows = gate.rows(List.of(new Evidence.Measured(
                variant.id().toString(),
                Recipe.INT8_STATIC.name(),
                variant.precision(),
                variant.sizeBytes(),
                model.sizeBytes(),
                measurement.device(),
                measurement.accuracy(),
                measurement.latency(),
                new ControlStore(services).history(measurement.device().node()).floor())));
        return new VerdictDocument(
                VerdictDocument.SCHEMA_VERSION,
                variant.runId().toString(),
                "a run",
                Instant.now(),
                gate.verdict(rows),
                new Subject(model.sha256(), "model"),
                new Subject(calibration, "calibration"),
                new Subject(evaluation, "evaluation"),
                policy,
                rows,
                gate.decisions(rows),
                List.of(),
                null,
                null,
                null);
    }

    private static void require(boolean written) {
        if (!written) {
            throw new AssertionError("was not written");
        }
    }

    @Override
    public void close() throws InterruptedException {
        ending = true;
        for (Thread thread : threads) {
            thread.join();
        }
        if (failure.get() != null) {
            throw new AssertionError("the load failed", failure.get());
        }
    }
}

package dev.narrowgauge.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.gate.Evidence;
import dev.narrowgauge.domain.gate.FurtherEvidence.RuntimeRun;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.run.Run;
import dev.narrowgauge.domain.variant.Measurement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** On which versions of ONNX Runtime a file was measured, in whichever run. */
class TestRuntimesOfFiles extends JobStoreTest {
    @Test
    void lastMeasurementOfEachVersionIsThere() {
        measure(run, "1.23.0", Samples.TIME);
        Measurement newer = measure(Samples.submit(jdbi), "1.22.1", Samples.TIME.plusSeconds(1));
        Measurement again = measure(Samples.submit(jdbi), "1.23.0", Samples.TIME.plusSeconds(2));

        List<RuntimeRun> runtimes = new MeasurementStore(jdbi).runtimesOf(run.id(), Samples.VARIANT);

        assertThat(runtimes).containsExactly(told(newer, "1.22.1"), told(again, "1.23.0"));
        assertThat(new MeasurementStore(jdbi).runtimesOf(run.id(), "e".repeat(64)))
                .isEmpty();
    }

    /** Verdicts are made by a program that serves all projects: the same model gives the same bytes in each. */
    @Test
    void thoseOfAnotherProjectAreItsOwn() {
        Measurement own = measure(run, "1.23.0", Samples.TIME);
        UUID project = new ProjectStore(jdbi).add("another").orElseThrow().id();
        Run other = Samples.submit(Database.jdbi(database, () -> new Scope.Tenant(project)));
        Measurement another = measure(other, "1.22.1", Samples.TIME);

        MeasurementStore measurements = new MeasurementStore(jdbi);
        assertThat(measurements.runtimesOf(run.id(), Samples.VARIANT)).containsExactly(told(own, "1.23.0"));
        assertThat(measurements.runtimesOf(other.id(), Samples.VARIANT)).containsExactly(told(another, "1.22.1"));
    }

    private static RuntimeRun told(Measurement measurement, String version) {
        return new RuntimeRun(
                version,
                "x86-vnni",
                measurement.id().toString(),
                measurement.runId().toString(),
                measurement.createdAt().toString());
    }

    private Measurement measure(Run of, String version, Instant when) {
        Job quantize = jobs.ofRun(of.id()).getFirst();
        jobs.claim(quantize.id(), 1, "worker", LEASE);
        jobs.finishQuantize(quantize.id(), 1, Samples.variant(quantize));
        Job benchmark = jobs.ofRun(of.id()).getLast();
        jobs.claim(benchmark.id(), 1, "agent", LEASE);
        Measurement sample = Samples.measurement(benchmark);
        Evidence.Device device =
                new Evidence.Device("x86-vnni", "node-1", "a processor", "f".repeat(64), Map.of("runtime", version));
        Measurement measurement = new Measurement(
                sample.id(),
                sample.runId(),
                sample.jobId(),
                sample.variantId(),
                device,
                sample.accuracy(),
                sample.latency(),
                when);
        assertThat(jobs.finishBenchmark(benchmark.id(), 1, "agent", measurement))
                .isTrue();
        return measurement;
    }
}

package dev.narrowgauge.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.job.DocumentVersions;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.engine.client.ChildEnd;
import dev.narrowgauge.proto.engine.EngineRequest.TaskCase;
import dev.narrowgauge.queue.AttemptEnd;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TestTaskMeters {
    private static final Job QUANTIZE = Job.quantize(UUID.randomUUID(), UUID.randomUUID(), 0, DocumentVersions.known());
    private static final Job BENCHMARK = Job.benchmark(
            UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID(), "x86-vnni", DocumentVersions.known());

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final TaskMeters meters = new TaskMeters(registry, new ClaimMeters(registry));

    @Test
    void whatHasNotHappenedYetIsThereAsZero() {
        assertThat(registry.scrape())
                .contains(
                        "narrowgauge_leases_lost_total 0.0",
                        "narrowgauge_job_attempt_seconds_count{kind=\"quantize\",outcome=\"failed_infrastructure\",} 0.0");
    }

    @Test
    void countsAttemptsTheirWaitsAndTheirStages() {
        meters.taken(QUANTIZE, Duration.ofSeconds(3));
        meters.taken(BENCHMARK, Duration.ofMinutes(2));
        meters.stageEnded(QUANTIZE, "calibrate", Duration.ofSeconds(2));
        meters.attemptEnded(QUANTIZE, AttemptEnd.DONE, Duration.ofSeconds(4));
        meters.leasesLost(2);
        assertThat(registry.scrape())
                .contains(
                        "narrowgauge_job_wait_seconds_bucket{device_class=\"none\",kind=\"quantize\",le=\"5.0\",} 1.0",
                        "narrowgauge_job_wait_seconds_sum{device_class=\"x86-vnni\",kind=\"benchmark\",} 120.0",
                        "narrowgauge_job_stage_seconds_sum{kind=\"quantize\",stage=\"calibrate\",} 2.0",
                        "narrowgauge_job_attempt_seconds_sum{kind=\"quantize\",outcome=\"done\",} 4.0",
                        "narrowgauge_leases_lost_total 2.0");
    }

    @Test
    void stagesAreNoMoreThanSoMany() {
        for (int stage = 0; stage < 100; stage++) {
            meters.stageEnded(QUANTIZE, "stage " + stage, Duration.ofSeconds(1));
        }
        assertThat(registry.find("narrowgauge.job.stage").timers()).hasSize(33);
        assertThat(registry.scrape())
                .contains("narrowgauge_job_stage_seconds_count{kind=\"quantize\",stage=\"other\",} 68.0");
    }

    @Test
    void childrenAreCountedByHowTheyEnd() {
        ChildMeters children = new ChildMeters(registry);
        children.ended(
                new ChildEnd(TaskCase.QUANTIZE, ChildEnd.Outcome.OUT_OF_MEMORY, Duration.ofSeconds(7), 3L << 30));
        children.ended(new ChildEnd(TaskCase.MEASURE, ChildEnd.Outcome.FINISHED, Duration.ofSeconds(1), 0));
        assertThat(registry.scrape())
                .contains(
                        "narrowgauge_child_seconds_sum{outcome=\"out_of_memory\",task=\"quantize\",} 7.0",
                        "narrowgauge_child_seconds_count{outcome=\"crashed\",task=\"quantize\",} 0.0",
                        "narrowgauge_child_peak_bytes_sum{task=\"quantize\",} 3.221225472E9")
                .doesNotContain("narrowgauge_child_peak_bytes_count{task=\"measure\",");
    }
}

package dev.narrowgauge.api.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TestDeploymentMeters {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final AtomicLong nanos = new AtomicLong();
    private final DeploymentMeters meters = new DeploymentMeters(registry, nanos::get);

    @Test
    void whatThereIsNoneOfIsThereAsZero() {
        meters.show(Deployments.empty());
        assertThat(registry.scrape())
                .contains(
                        "narrowgauge_jobs{device_class=\"none\",kind=\"quantize\",state=\"queued\",} 0.0",
                        "narrowgauge_jobs_oldest_seconds{device_class=\"none\",kind=\"quantize\",} 0.0",
                        "narrowgauge_outbox_messages 0.0",
                        "narrowgauge_outbox_oldest_seconds 0.0",
                        "narrowgauge_processes{role=\"worker\",state=\"working\",} 0.0",
                        "narrowgauge_blob_stored_bytes 0.0");
    }

    @Test
    void whatWasReadIsShown() {
        meters.show(Deployments.ofOneNode());
        meters.showFloors(Map.of(Deployments.NODE, 0.0125));
        assertThat(registry.scrape())
                .contains(
                        "narrowgauge_jobs{device_class=\"x86-vnni\",kind=\"benchmark\",state=\"queued\",} 7.0",
                        "narrowgauge_jobs{device_class=\"x86-vnni\",kind=\"benchmark\",state=\"running\",} 1.0",
                        "narrowgauge_jobs{device_class=\"x86-avx2\",kind=\"benchmark\",state=\"queued\",} 0.0",
                        "narrowgauge_jobs_oldest_seconds{device_class=\"x86-vnni\",kind=\"benchmark\",} 90.0",
                        "narrowgauge_outbox_messages 3.0",
                        "narrowgauge_outbox_refused 2.0",
                        "narrowgauge_outbox_oldest_seconds 5.0",
                        "narrowgauge_processes{role=\"worker\",state=\"paused\",} 1.0",
                        "narrowgauge_nodes{device_class=\"x86-avx2\",state=\"quarantined\",} 1.0",
                        "narrowgauge_nodes{device_class=\"x86-avx2\",state=\"active\",} 0.0",
                        "narrowgauge_node_silence_seconds{node=\"node-1\",} 1.5",
                        "narrowgauge_node_quarantined{node=\"node-1\",} 1.0",
                        "narrowgauge_node_noise_floor_ratio{node=\"node-1\",} 0.0125",
                        "narrowgauge_blob_stored_bytes 4096.0");
    }

    @Test
    void whatIsGoneIsShownNoMore() {
        meters.show(Deployments.ofOneNode());
        meters.showFloors(Map.of(Deployments.NODE, 0.0125));
        meters.show(Deployments.empty());
        meters.showFloors(Map.of());
        assertThat(registry.scrape())
                .doesNotContain("x86-vnni", Deployments.NODE)
                .contains("narrowgauge_processes{role=\"worker\",state=\"paused\",} 0.0");
    }

    @Test
    void readingsGrowOld() {
        meters.show(Deployments.empty());
        nanos.addAndGet(90_000_000_000L);
        assertThat(registry.scrape()).contains("narrowgauge_readings_age_seconds 90.0");
        meters.show(Deployments.empty());
        assertThat(registry.scrape()).contains("narrowgauge_readings_age_seconds 0.0");
    }
}

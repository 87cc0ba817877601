package dev.narrowgauge.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Names and defaults are what operators rely on. */
class TestWorkerConfig {
    @Test
    void defaults() {
        WorkerConfig config = read(Map.of());
        assertThat(config.enabled()).isTrue();
        assertThat(config.slots()).isEqualTo(1);
        assertThat(config.lease()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.heartbeat()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.grace()).isEqualTo(Duration.ofSeconds(20));
        assertThat(config.deadline()).isEqualTo(Duration.ofHours(1));
        assertThat(config.childMemoryMib()).isEmpty();
        assertThat(config.childThreads()).isZero();
        assertThat(config.spareChild()).isTrue();
        assertThat(config.name()).isEmpty();
        assertThat(config.workDir()).isEqualTo(Path.of(".narrowgauge/work"));
    }

    @Test
    void everyNameIsRead() {
        WorkerConfig config = read(Map.ofEntries(
                Map.entry("narrowgauge.worker.enabled", "false"),
                Map.entry("narrowgauge.worker.slots", "3"),
                Map.entry("narrowgauge.worker.lease", "2s"),
                Map.entry("narrowgauge.worker.heartbeat", "500ms"),
                Map.entry("narrowgauge.worker.grace", "7s"),
                Map.entry("narrowgauge.worker.deadline", "5m"),
                Map.entry("narrowgauge.worker.child-memory-mib", "700"),
                Map.entry("narrowgauge.worker.child-threads", "4"),
                Map.entry("narrowgauge.worker.spare-child", "false"),
                Map.entry("narrowgauge.worker.name", "w1"),
                Map.entry("narrowgauge.worker.work-dir", "/scratch")));
        assertThat(config.enabled()).isFalse();
        assertThat(config.slots()).isEqualTo(3);
        assertThat(config.lease()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.heartbeat()).isEqualTo(Duration.ofMillis(500));
        assertThat(config.grace()).isEqualTo(Duration.ofSeconds(7));
        assertThat(config.deadline()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.childMemoryMib()).hasValue(700);
        assertThat(config.childThreads()).isEqualTo(4);
        assertThat(config.spareChild()).isFalse();
        assertThat(config.name()).contains("w1");
        assertThat(config.workDir()).isEqualTo(Path.of("/scratch"));
    }

    private static WorkerConfig read(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(WorkerConfig.class)
                .withSources(new PropertiesConfigSource(properties, "test", 500))
                .build()
                .getConfigMapping(WorkerConfig.class);
    }
}

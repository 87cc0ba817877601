package dev.narrowgauge.service;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import org.eclipse.microprofile.config.Config;

/** Settings of a role, of which a test chooses some. */
record TestingConfig(boolean enabled, OptionalLong childMemoryMib) implements TaskRoleConfig {
    /** What an application would be configured with. */
    static Config of(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(properties, "test", 500))
                .build();
    }

    @Override
    public Duration lease() {
        return Duration.ofSeconds(60);
    }

    @Override
    public Duration heartbeat() {
        return Duration.ofSeconds(10);
    }

    @Override
    public Duration grace() {
        return Duration.ZERO;
    }

    @Override
    public Duration deadline() {
        return Duration.ofMinutes(5);
    }

    @Override
    public int childThreads() {
        return 2;
    }

    @Override
    public Path workDir() {
        return Path.of(".");
    }
}

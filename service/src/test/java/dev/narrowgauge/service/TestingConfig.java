package dev.narrowgauge.service;

import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;

/** Settings of a role, of which a test chooses some. */
record TestingConfig(boolean enabled, OptionalLong childMemoryMib) implements TaskRoleConfig {
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

package dev.narrowgauge.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.engine.client.EngineLimits;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TestChildLimits {
    @Test
    void childrenShareTheMemoryOfTheMachine() {
        TaskRoleConfig config = config(OptionalLong.empty());
        EngineLimits alone = ChildLimits.of(config, 1);
        assertThat(alone.memoryBytes()).isEqualTo(EngineLimits.ofThisMachine().memoryBytes());
        assertThat(alone.deadline()).isEqualTo(Duration.ofMinutes(5));
        assertThat(alone.threads()).isEqualTo(2);
        assertThat(ChildLimits.of(config, 3)).isEqualTo(alone.withMemoryBytes(alone.memoryBytes() / 3));
    }

    @Test
    void tooSmallShareIsTheLeastThatAnEngineNeeds() {
        assertThat(ChildLimits.of(config(OptionalLong.empty()), Integer.MAX_VALUE)
                        .memoryBytes())
                .isEqualTo(EngineLimits.MIN_MEMORY_BYTES);
    }

    @Test
    void memoryThatTheSettingsNameIsOfEachChild() {
        assertThat(ChildLimits.of(config(OptionalLong.of(700)), 3).memoryBytes())
                .isEqualTo(700L << 20);
    }

    private static TaskRoleConfig config(OptionalLong childMemoryMib) {
        return new TestingConfig(true, childMemoryMib);
    }
}

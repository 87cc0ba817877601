package dev.narrowgauge.engine.runtime.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TestProportionalMemory {
    @Test
    void isThatOfTheRollup() {
        List<String> rollup = List.of(
                "55d0a-7ffe [rollup]",
                "Rss:               90000 kB",
                "Pss:               54321 kB",
                "Pss_Anon:          40000 kB");
        assertThat(ProportionalMemory.of(rollup)).hasValue(54_321L << 10);
        assertThat(ProportionalMemory.of(List.of("Rss: 1 kB"))).isEmpty();
    }
}

package dev.narrowgauge.engine.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.engine.client.LockedBytes.Range;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class TestLockedBytes {
    @Test
    void neighboursShareARange() {
        assertThat(alone(3).ranges()).containsExactly(new Range(3, 1));
        assertThat(alone(0, 1, 2, 3).ranges()).containsExactly(new Range(0, 4));
        assertThat(alone(0, 2, 3, 7).ranges()).containsExactly(new Range(0, 1), new Range(2, 2), new Range(7, 1));
        assertThat(alone(0).shared()).isFalse();
    }

    @Test
    void whoDoesNotKnowItsProcessorsTakesAll() {
        Range all = new Range(0, Long.MAX_VALUE);
        assertThat(alone().ranges()).containsExactly(all);
        assertThat(LockedBytes.ofAShare()).isEqualTo(new LockedBytes(true, List.of(all)));
        assertThat(LockedBytes.ofAShare().whileWaiting()).isEqualTo(new LockedBytes(false, List.of(all)));
    }

    private static LockedBytes alone(Integer... processors) {
        return LockedBytes.alone(new TreeSet<>(List.of(processors)));
    }
}

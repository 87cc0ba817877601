package dev.narrowgauge.domain.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TestTradeoff {
    @Test
    void whatIsBeatenInEveryWayIsNotAmongTheBest() {
        Tradeoff fast = new Tradeoff(0.4, 0.01, 0.25);
        Tradeoff exact = new Tradeoff(0.7, 0, 0.5);
        Tradeoff beaten = new Tradeoff(0.7, 0.01, 0.5);
        List<Tradeoff> all = List.of(fast, exact, beaten, Tradeoff.BASELINE);
        assertThat(fast.isBestOf(all)).isTrue();
        assertThat(exact.isBestOf(all)).isTrue();
        assertThat(beaten.isBestOf(all)).isFalse();
        assertThat(Tradeoff.BASELINE.isBestOf(all))
                .as("slower and larger than an exact one")
                .isFalse();
        assertThat(fast.isBestOf(List.of(fast, new Tradeoff(0.4, 0.01, 0.25))))
                .as("the same twice")
                .isTrue();
    }
}

package dev.narrowgauge.checks.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class TestExponent {
    @Test
    void exponentIsThatOfWhatGrows() {
        assertThat(exponent(size -> 5 + 0.01 * size)).isCloseTo(1, within(0.05));
        assertThat(exponent(size -> 5 + 1e-5 * size * size)).isCloseTo(2, within(0.1));
        assertThat(exponent(size -> 5 + 0.1 * Math.sqrt(size))).isLessThan(0.7);
    }

    @Test
    void whatDoesNotGrowHasNone() {
        assertThat(exponent(size -> 5 + 0.2 * Math.sin(size))).isZero();
    }

    /** Through one point goes any curve. */
    @Test
    void growthAtOneSizeAloneHasNoExponent() {
        assertThat(Exponent.of(List.of(
                        new Exponent.Point(16, 1.5), new Exponent.Point(64, 1.5), new Exponent.Point(4096, 2.1))))
                .isEmpty();
    }

    private static double exponent(DoubleUnaryOperator cost) {
        return Exponent.of(DoubleStream.of(100, 1000, 3000, 10_000, 20_000)
                        .mapToObj(size -> new Exponent.Point(size, cost.applyAsDouble(size)))
                        .toList())
                .orElseThrow();
    }
}

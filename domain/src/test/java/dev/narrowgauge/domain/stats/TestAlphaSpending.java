package dev.narrowgauge.domain.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestAlphaSpending {
    /** By SciPy 1.17.1: differences of {@code 2 * norm.sf(norm.isf(alpha / 2) / sqrt(t))}. */
    @ParameterizedTest
    @CsvSource({
        "0.05, 1, 2, 0.005574596680784402",
        "0.05, 2, 2, 0.04442540331921555",
        "0.05, 1, 3, 0.0006868948682240366",
        "0.05, 2, 3, 0.015687771581824134",
        "0.025, 5, 5, 0.012788209653551914",
        "0.01, 1, 5, 8.424887837007136e-09"
    })
    void levelIsThatOfAnotherImplementation(double alpha, int look, int looks, double level) {
        assertThat(AlphaSpending.level(alpha, look, looks)).isCloseTo(level, within(1e-9 * level + 1e-16));
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3", "5"})
    void allLooksTogetherHaveTheLevel(int looks) {
        double sum = 0;
        for (int look = 1; look <= looks; look++) {
            sum += AlphaSpending.level(0.05, look, looks);
        }
        assertThat(sum).isCloseTo(0.05, within(1e-15));
    }

    @Test
    void moreLooksThanAreAllowedHaveNoLevel() {
        assertThatThrownBy(() -> AlphaSpending.level(0.05, 3, 2)).isInstanceOf(IllegalArgumentException.class);
    }
}

package dev.narrowgauge.domain.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TestProportion {
    private static final double TOLERANCE = 1e-9;

    /** Of none the bound has a closed form: the share of which that many trials show none in 1 of 10 cases. */
    @Test
    void boundsOfNoneAndOfAllAreThoseOfTheClosedForm() {
        assertThat(new Proportion(0, 64).atLeast(0.9)).isZero();
        assertThat(new Proportion(0, 64).atMost(0.9)).isCloseTo(1 - Math.pow(0.1, 1 / 64.0), within(TOLERANCE));
        assertThat(new Proportion(64, 64).atMost(0.9)).isEqualTo(1);
        assertThat(new Proportion(64, 64).atLeast(0.9)).isCloseTo(Math.pow(0.1, 1 / 64.0), within(TOLERANCE));
    }

    @Test
    void boundsOfAShareAreThoseOfItsComplement() {
        assertThat(new Proportion(3, 64).atMost(0.9))
                .isCloseTo(1 - new Proportion(61, 64).atLeast(0.9), within(TOLERANCE));
    }
}

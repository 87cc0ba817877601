package dev.narrowgauge.engine.runtime.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TestSteadyState {
    private final SteadyState steady = new SteadyState();

    @Test
    void threeGroupsWithinTwoPercentAreSteady() {
        group(2000);
        group(1000);
        group(1020);
        assertThat(steady.reached()).isFalse();
        group(1010);
        assertThat(steady.reached()).isTrue();
        assertThat(steady.curve()).containsExactly(2000.0, 1000.0, 1020.0, 1010.0);
        group(1100);
        assertThat(steady.reached()).isFalse();
    }

    @Test
    void theCurveOfManyGroupsIsThinnedFromTheFirstToTheLast() {
        assertThat(steady.curve()).isEmpty();
        for (int i = 0; i <= 995; i++) {
            group(i);
        }
        assertThat(steady.curve()).hasSize(200).startsWith(0.0, 5.0, 10.0).endsWith(990.0, 995.0);
    }

    /** With one run that is far off, which a median does not see. */
    private void group(long nanos) {
        steady.add(1000 * nanos);
        for (int i = 0; i < 9; i++) {
            steady.add(nanos);
        }
    }
}

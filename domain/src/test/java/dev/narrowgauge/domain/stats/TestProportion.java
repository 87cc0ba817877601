package dev.narrowgauge.domain.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    /**
     * By SciPy 1.17.1: {@code binomtest(count, trials, alternative=side).proportion_ci(confidence, method="exact")}, the
     * lower bound of "greater" and the upper one of "less".
     */
    @ParameterizedTest
    @CsvSource({
        "3, 64, 0.9, 0.01734282622655908, 0.1014136803995254",
        "1, 64, 0.95, 0.0008011366433486331, 0.07198975489471002",
        "10, 300, 0.95, 0.018193839077636973, 0.055884740515025046",
        "120, 128, 0.99, 0.8689867294554233, 0.976922992332543",
        "2, 1000, 0.9, 0.0005319361973336083, 0.00531348536404042"
    })
    void boundsAreThoseOfAnotherImplementation(
            long count, long trials, double confidence, double atLeast, double atMost) {
        assertThat(new Proportion(count, trials).atLeast(confidence)).isCloseTo(atLeast, within(TOLERANCE));
        assertThat(new Proportion(count, trials).atMost(confidence)).isCloseTo(atMost, within(TOLERANCE));
    }

    /** The true share lies below the upper bound and above the lower one at least as often as is said. */
    @Test
    void boundsHoldAsOftenAsTheySay() {
        Random random = new Random(41);
        int repeats = 4_000;
        int above = 0;
        int below = 0;
        for (int repeat = 0; repeat < repeats; repeat++) {
            long count = random.doubles(128).filter(drawn -> drawn < 0.05).count();
            above += new Proportion(count, 128).atMost(0.9) >= 0.05 ? 1 : 0;
            below += new Proportion(count, 128).atLeast(0.9) <= 0.05 ? 1 : 0;
        }
        double error = 3 * Math.sqrt(0.9 * 0.1 / repeats);
        assertThat((double) above / repeats).isGreaterThan(0.9 - error);
        assertThat((double) below / repeats).isGreaterThan(0.9 - error);
    }
}

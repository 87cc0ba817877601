package dev.narrowgauge.domain.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestPairedProportions {
    @Test
    void scoreAtZeroIsMcNemar() {
        PairedProportions proportions = new PairedProportions(10_000, 220, 300);

        assertThat(proportions.score(0)).isCloseTo((220 - 300) / Math.sqrt(520), within(1e-12));
    }

    @Test
    void workedExampleOfANonInferiorityTest() {
        PairedProportions proportions = new PairedProportions(10_000, 220, 300);

        assertThat(proportions.score(-0.01)).isCloseTo(0.87, within(0.01));
        assertThat(proportions.loss(0.90).high()).isCloseTo(0.0118, within(1e-4));
    }

    @Test
    void zeroFlipsStillBoundTheLoss() {
        Interval loss = new PairedProportions(797, 0, 0).loss(0.95);

        assertThat(loss.estimate()).isZero();
        // The score interval with no discordant pair is ± z² / (n + z²).
        double z = 1.959963984540054;
        assertThat(loss.high()).isCloseTo(z * z / (797 + z * z), within(1e-9));
        assertThat(loss.low()).isCloseTo(-loss.high(), within(1e-9));
    }

    @Test
    void intervalIsTheSetOfDifferencesNotRejected() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            int n = 1 + random.nextInt(5_000);
            int b = random.nextInt(n + 1);
            int c = random.nextInt(n - b + 1);
            Interval loss = new PairedProportions(n, b, c).loss(0.95);
            PairedProportions proportions = new PairedProportions(n, b, c);
            String which = "seed %d: n=%d b=%d c=%d %s".formatted(seed, n, b, c, loss);
            if (loss.high() < 1) {
                assertThat(proportions.score(-loss.high())).as(which).isCloseTo(1.959964, within(1e-3));
            }
            if (loss.low() > -1) {
                assertThat(proportions.score(-loss.low())).as(which).isCloseTo(-1.959964, within(1e-3));
            }
        }
    }

    /**
     * By SciPy 1.17.1, from the definition: the likelihood of the counts (b, c, the rest) with p12 - p21 = d held fixed is
     * maximised by {@code minimize_scalar}, the score {@code (b - c - n d) / sqrt(n (p12 + p21 - d^2))} of that maximum is
     * set to plus and minus {@code norm.ppf(0.5 + confidence / 2)} by {@code brentq}; the loss is -d.
     */
    @ParameterizedTest
    @CsvSource({
        "10000, 220, 300, 0.9, 0.0042603697284015855, 0.011774599500966237",
        "797, 3, 9, 0.95, -0.0011687187951524508, 0.01801584261558234",
        "64, 0, 2, 0.95, -0.027143562728602983, 0.10697292134476116",
        "200, 12, 5, 0.95, -0.08065565712032971, 0.0060025165287672",
        "1500, 40, 40, 0.9, -0.009954528058301966, 0.00995452810818148",
        "50, 1, 10, 0.99, 0.012164482668654511, 0.3625799969932185"
    })
    void intervalIsThatOfTheDefinition(int n, int b, int c, double confidence, double low, double high) {
        Interval loss = new PairedProportions(n, b, c).loss(confidence);

        assertThat(loss.low()).isCloseTo(low, within(1e-7));
        assertThat(loss.high()).isCloseTo(high, within(1e-7));
    }

    @Test
    void coverageOfTheInterval() {
        Random random = new Random(7);
        int covered = 0;
        int repeats = 2_000;
        for (int repeat = 0; repeat < repeats; repeat++) {
            int b = 0;
            int c = 0;
            for (int i = 0; i < 800; i++) {
                double u = random.nextDouble();
                b += u < 0.01 ? 1 : 0;
                c += u >= 0.01 && u < 0.03 ? 1 : 0;
            }
            Interval loss = new PairedProportions(800, b, c).loss(0.95);
            covered += loss.low() <= 0.01 && 0.01 <= loss.high() ? 1 : 0;
        }
        assertThat((double) covered / repeats).isBetween(0.935, 0.97);
    }
}

package dev.narrowgauge.domain.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestSequentialMean {
    /**
     * By SciPy 1.17.1, from the definition: the root in t of
     * {@code quad(norm.pdf(z) * nct.pdf(t, n - 1, sqrt(n * 10) * z), -9, 9) / t.pdf(t, n - 1) = 1 / (1 - confidence)}.
     */
    @ParameterizedTest
    @CsvSource({
        "6, 0.95, 4.904211296731762",
        "6, 0.9, 4.195998372848707",
        "8, 0.95, 4.418451398837419",
        "12, 0.95, 4.044638131633719",
        "12, 0.99, 5.000601195197768",
        "20, 0.95, 3.814194434615967"
    })
    void quantileIsThatOfTheMixture(int count, double confidence, double expected) {
        assertThat(SequentialMean.quantile(count, confidence)).isCloseTo(expected, within(1e-8));
    }

    @Test
    void twoValuesBoundNothing() {
        assertThat(SequentialMean.of(new double[] {1, 2}).halfWidth(0.95)).isEmpty();
    }

    /** A fixed t-interval is wrong at some look up to 40 in a third of the sequences; this one in a twentieth at most. */
    @Test
    void holdsAtAllLooksTogether() {
        Random random = new Random(5);
        int sequences = 4_000;
        int missed = 0;
        for (int sequence = 0; sequence < sequences; sequence++) {
            missed += isEverWrong(random) ? 1 : 0;
        }
        double share = (double) missed / sequences;
        assertThat(share).isLessThan(0.05 + 3 * Math.sqrt(0.05 * 0.95 / sequences));
        assertThat(share).as("not wider than it has to be").isGreaterThan(0.005);
    }

    private static boolean isEverWrong(Random random) {
        double[] values = random.doubles(40).map(_ -> 3 + random.nextGaussian()).toArray();
        for (int count = 2; count <= values.length; count++) {
            SequentialMean mean = SequentialMean.of(Arrays.copyOf(values, count));
            if (Math.abs(mean.mean() - 3) > mean.halfWidth(0.95).orElse(Double.POSITIVE_INFINITY)) {
                return true;
            }
        }
        return false;
    }
}

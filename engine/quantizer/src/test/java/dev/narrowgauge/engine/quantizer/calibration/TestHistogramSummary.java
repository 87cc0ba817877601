package dev.narrowgauge.engine.quantizer.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.report.HistogramReport;
import java.nio.FloatBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TestHistogramSummary {
    @Test
    void countsAreThoseOfTheValues() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        float[] values = new float[20_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(4) == 0 ? 0 : (float) (random.nextGaussian() * 3 + 1);
        }

        HistogramReport summary = HistogramSummary.of(statistics(values));

        long[] exact = new long[summary.counts().size()];
        double width = (summary.high() - summary.low()) / exact.length;
        for (float value : values) {
            exact[(int) Math.clamp((long) ((value - summary.low()) / width), 0, exact.length - 1)]++;
        }
        assertThat(summary.counts().stream().mapToLong(Long::longValue).sum()).isEqualTo(values.length);
        for (int i = 0; i < exact.length; i++) {
            // A fine bin may lie across an edge and counts as a whole.
            assertThat((double) summary.counts().get(i))
                    .as("seed %d, bin %d", seed, i)
                    .isBetween(exact[i] * 0.9 - 30, exact[i] * 1.1 + 30);
        }
    }

    @Test
    void oneValueHasNoDistribution() {
        assertThat(HistogramSummary.of(ActivationStatistics.EMPTY)).isNull();
        assertThat(HistogramSummary.of(statistics(new float[] {2, 2}))).isNull();
    }

    private static ActivationStatistics statistics(float[] values) {
        var collector = new CalibrationStatistics.Collector();
        collector.observe("x", FloatBuffer.wrap(values));
        return collector.statistics().of("x");
    }
}

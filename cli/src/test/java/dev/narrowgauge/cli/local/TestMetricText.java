package dev.narrowgauge.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.accuracy.MetricResult;
import dev.narrowgauge.domain.stats.Interval;
import org.junit.jupiter.api.Test;

class TestMetricText {
    @Test
    void sharesAreToldInPoints() {
        Interval loss = new Interval(0.0049, -0.001, 0.0111, 0.95);

        assertThat(MetricText.sentence(
                        new MetricResult("f1.macro", "", "", 0.9801, 0.9752, loss, "bca", 797, 797, 12, "")))
                .isEqualTo("98.01 % -> 97.52 %, loss +0.49 points [-0.10, +1.11] (95 % interval)");
    }

    @Test
    void whatIsOfTheBaselineHasNoValueBefore() {
        Interval loss = new Interval(0.0125, 0.01, 0.015, 0.95);

        assertThat(MetricText.sentence(
                        new MetricResult("cosine", "map", "", null, 0.9875, loss, "bca", 50, 50, 50, "")))
                .isEqualTo("0.9875 of map, loss 0.0125 [0.0100, 0.0150] (95 % interval)");
    }

    @Test
    void noteSaysWhyThereIsNoInterval() {
        assertThat(MetricText.sentence(
                        new MetricResult("pearson", "", "", 0.9, null, null, null, 50, 50, 50, "It is not defined.")))
                .isEqualTo("0.9000 -> not defined. It is not defined.");
    }
}

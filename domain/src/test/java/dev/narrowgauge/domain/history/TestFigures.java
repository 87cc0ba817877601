package dev.narrowgauge.domain.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.narrowgauge.domain.gate.Evidence;
import dev.narrowgauge.domain.latency.Block;
import dev.narrowgauge.domain.latency.Fork;
import dev.narrowgauge.domain.latency.LatencyEvidence;
import dev.narrowgauge.domain.latency.Role;
import dev.narrowgauge.domain.latency.Round;
import dev.narrowgauge.domain.variant.AccuracyEvidence;
import dev.narrowgauge.domain.variant.Measurement;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TestFigures {
    private static final AccuracyEvidence LABELLED = new AccuracyEvidence(100, true, 97, 96, 1, 2, 3, null);

    @Test
    void measurementAddsToEveryHistoryThatItHasAValueFor() {
        List<Figure> figures = Figures.of(measurement(LABELLED, true), 700, 2600);
        assertThat(figures)
                .extracting(Figure::metric)
                .containsExactly(
                        TrackedMetric.ACCURACY_DIFFERENCE,
                        TrackedMetric.FLIP_SHARE,
                        TrackedMetric.SIZE_RATIO,
                        TrackedMetric.LATENCY_RATIO,
                        TrackedMetric.LATENCY_P50,
                        TrackedMetric.BASELINE_P50,
                        TrackedMetric.MEMORY_RATIO);
        assertThat(figures.getFirst().value()).isEqualTo(-0.01);
        assertThat(figures.getFirst().low()).isLessThan(-0.01);
        assertThat(figures.getFirst().high()).isGreaterThan(-0.01);
        assertThat(figures.get(1).value()).isEqualTo(0.03);
        assertThat(figures.get(3).value()).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void timesOfAnInvalidMeasurementOrAPreviewAreNoHistory() {
        for (Measurement measurement : List.of(measurement(LABELLED, false), measurement(LABELLED, true, 5))) {
            assertThat(Figures.of(measurement, 700, 2600))
                .extracting(Figure::metric)
                .containsExactly(
                        TrackedMetric.ACCURACY_DIFFERENCE, TrackedMetric.FLIP_SHARE, TrackedMetric.SIZE_RATIO);
        }
    }

    @Test
    void withoutLabelsThereIsNoAccuracy() {
        AccuracyEvidence unlabelled = new AccuracyEvidence(100, false, 0, 0, 0, 0, 3, null);
        assertThat(Figures.of(measurement(unlabelled, true), 700, 2600))
                .extracting(Figure::metric)
                .doesNotContain(TrackedMetric.ACCURACY_DIFFERENCE);
    }

    private static Measurement measurement(AccuracyEvidence accuracy, boolean steady) {
        return measurement(accuracy, steady, 6);
    }

    private static Measurement measurement(AccuracyEvidence accuracy, boolean steady, int count) {
        LatencyEvidence.Summary summary = new LatencyEvidence.Summary(300, 1.5, 1.6, null, 50_000_000L);
        Round round = new Round(List.of(
                new Block(Role.BASELINE, 1, List.of()),
                new Block(Role.CONTROL, 1, List.of()),
                new Block(Role.VARIANT, 0.5, List.of())));
        List<Fork> forks = Collections.nCopies(count, new Fork(List.of(), List.of(), List.of(round)));
        return new Measurement(
                UUID.randomUUID(),
                UUID.randomUUID(),
                UUID.randomUUID(),
                UUID.randomUUID(),
                new Evidence.Device("x86-vnni", "node-1", "a processor", "f".repeat(64)),
                accuracy,
                new LatencyEvidence(summary, summary, forks, 2, 7, steady),
                Instant.EPOCH);
    }
}

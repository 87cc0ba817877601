package dev.narrowgauge.domain.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.narrowgauge.domain.accuracy.AccuracyMetrics;
import dev.narrowgauge.domain.accuracy.MetricResult;
import dev.narrowgauge.domain.gate.Evidence;
import dev.narrowgauge.domain.latency.Block;
import dev.narrowgauge.domain.latency.BlockConditions;
import dev.narrowgauge.domain.latency.Fork;
import dev.narrowgauge.domain.latency.LatencyEvidence;
import dev.narrowgauge.domain.latency.Role;
import dev.narrowgauge.domain.latency.Round;
import dev.narrowgauge.domain.scenario.ColdStart;
import dev.narrowgauge.domain.scenario.Scenario;
import dev.narrowgauge.domain.scenario.ScenarioFork;
import dev.narrowgauge.domain.scenario.ScenarioResult;
import dev.narrowgauge.domain.stats.Interval;
import dev.narrowgauge.domain.stats.LatencyHistogram;
import dev.narrowgauge.domain.variant.AccuracyEvidence;
import dev.narrowgauge.domain.variant.Measurement;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
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

    @Test
    void whatWasMeasuredOfAccuracyHasHistories() {
        Interval loss = new Interval(0.01, -0.02, 0.03, 0.95);
        MetricResult map = result("map", 0.5, 0.49, loss);
        MetricResult errors = result("characterErrorRate", 0.1, 0.11, loss);
        MetricResult rmse = result("rmse", 2.0, 3.0, null);
        MetricResult cosine = result("cosine", null, 0.99, null);
        AccuracyMetrics metrics = new AccuracyMetrics(List.of(map, errors, rmse, cosine), List.of(), 0);
        AccuracyEvidence accuracy =
                new AccuracyEvidence(100, false, 0, 0, 0, 0, 3, null, 100, List.of(), "", metrics, null);

        List<Figure> figures = Figures.of(measurement(accuracy, false), 0, 0);

        assertThat(figures)
                .extracting(Figure::metric)
                .containsExactly(
                        TrackedMetric.FLIP_SHARE,
                        TrackedMetric.MAP_DIFFERENCE,
                        TrackedMetric.CHARACTER_ERROR_DIFFERENCE,
                        TrackedMetric.RMSE_RATIO);
        assertThat(figures.get(1).value()).isCloseTo(-0.01, within(1e-12));
        assertThat(figures.get(1).low()).isEqualTo(-0.03);
        assertThat(figures.get(1).high()).isEqualTo(0.02);
        assertThat(figures.get(2).low()).as("of errors a loss is a difference").isEqualTo(-0.02);
        assertThat(figures.get(3).value()).isEqualTo(1.5);
    }

    private static MetricResult result(String metric, Double baseline, Double variant, Interval loss) {
        return new MetricResult(metric, "", "", baseline, variant, loss, loss == null ? null : "bca", 100, 100, 9, "");
    }

    @Test
    void scenariosHaveHistoriesOfTheirOwn() {
        Measurement measured = measurement(LABELLED, true);
        List<ScenarioResult> scenarios = List.of(
                scenario(0, Scenario.OFFLINE, 8, 100),
                scenario(1, Scenario.OFFLINE, 8, 250),
                scenario(1, Scenario.SINGLE_STREAM, 1, 30));
        Measurement used = new Measurement(
                measured.id(),
                measured.runId(),
                measured.jobId(),
                measured.variantId(),
                measured.device(),
                measured.accuracy(),
                measured.latency(),
                measured.createdAt(),
                null,
                scenarios,
                null,
                null);

        Map<String, List<Figure>> figures = Figures.ofScenarios(used);

        assertThat(figures).as("the other has no baseline").containsOnlyKeys("offline-batch-8");
        assertThat(figures.get("offline-batch-8"))
                .extracting(Figure::metric)
                .containsExactly(TrackedMetric.THROUGHPUT_RATIO, TrackedMetric.COLD_START_RATIO);
        assertThat(figures.get("offline-batch-8").getFirst().value()).isCloseTo(2.5, within(1e-12));
        assertThat(Figures.ofScenarios(measured)).isEmpty();
    }

    private static ScenarioResult scenario(int model, Scenario scenario, int batchSize, double perSecond) {
        ScenarioFork fork = new ScenarioFork(
                LatencyHistogram.of(1_000_000, 2_000_000).text(),
                perSecond,
                null,
                new ColdStart(200, 20, 3, 1),
                null,
                null,
                null,
                true,
                BlockConditions.unknown());
        return new ScenarioResult(model, scenario, 2, batchSize, List.of(fork));
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

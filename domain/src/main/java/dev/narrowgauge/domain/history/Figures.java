package dev.narrowgauge.domain.history;

import dev.narrowgauge.domain.accuracy.AccuracyMetric;
import dev.narrowgauge.domain.accuracy.AccuracyMetrics;
import dev.narrowgauge.domain.accuracy.MetricResult;
import dev.narrowgauge.domain.latency.LatencyComparison;
import dev.narrowgauge.domain.latency.LatencyEvidence;
import dev.narrowgauge.domain.latency.Speed;
import dev.narrowgauge.domain.scenario.ScenarioResult;
import dev.narrowgauge.domain.stats.Interval;
import dev.narrowgauge.domain.variant.AccuracyEvidence;
import dev.narrowgauge.domain.variant.Measurement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** What a measurement adds to histories. */
public final class Figures {
    private static final Map<AccuracyMetric, TrackedMetric> TRACKED = Map.of(
            AccuracyMetric.TOP5, TrackedMetric.TOP5_DIFFERENCE,
            AccuracyMetric.F1_MACRO, TrackedMetric.F1_DIFFERENCE,
            AccuracyMetric.MAP, TrackedMetric.MAP_DIFFERENCE,
            AccuracyMetric.RECALL_AT_1, TrackedMetric.RECALL_AT_1_DIFFERENCE,
            AccuracyMetric.CHARACTER_ERROR_RATE, TrackedMetric.CHARACTER_ERROR_DIFFERENCE,
            AccuracyMetric.WORD_ERROR_RATE, TrackedMetric.WORD_ERROR_DIFFERENCE,
            AccuracyMetric.PEARSON, TrackedMetric.PEARSON_DIFFERENCE,
            AccuracyMetric.SPEARMAN, TrackedMetric.SPEARMAN_DIFFERENCE,
            AccuracyMetric.RMSE, TrackedMetric.RMSE_RATIO,
            AccuracyMetric.MAE, TrackedMetric.MAE_RATIO);

    private Figures() {}

    /**
     * Of times only those of a measurement that is valid, and no preview.
     *
     * @param sizeBytes of the variant's file
     * @param baselineBytes of the model's file
     */
    public static List<Figure> of(Measurement measurement, long sizeBytes, long baselineBytes) {
        List<Figure> figures = new ArrayList<>();
        accuracy(measurement.accuracy(), figures);
        ratio(TrackedMetric.SIZE_RATIO, sizeBytes, baselineBytes).ifPresent(figures::add);
        LatencyComparison comparison =
                LatencyComparison.of(measurement.latency(), Figure.CONFIDENCE, LatencyComparison.MARGIN);
        if (comparison.speed() != Speed.INVALID && !comparison.isPreview() && comparison.ratio() != null) {
            latency(measurement.latency(), comparison.ratio(), figures);
        }
        return List.copyOf(figures);
    }

    private static void accuracy(AccuracyEvidence accuracy, List<Figure> figures) {
        if (accuracy.labelled()) {
            Interval loss = accuracy.paired().loss(Figure.CONFIDENCE);
            figures.add(new Figure(
                    TrackedMetric.ACCURACY_DIFFERENCE, accuracy.paired().difference(), -loss.high(), -loss.low()));
        }
        figures.add(new Figure(TrackedMetric.FLIP_SHARE, (double) accuracy.flips() / accuracy.answers()));
        metrics(accuracy.metrics(), figures);
    }

    /** What was measured of the answers as a whole. */
    private static void metrics(AccuracyMetrics metrics, List<Figure> figures) {
        for (MetricResult result : metrics.metrics()) {
            TrackedMetric tracked =
                    AccuracyMetric.ofLabel(result.metric()).map(TRACKED::get).orElse(null);
            if (tracked == null || result.baseline() == null || result.variant() == null) {
                continue;
            }
            if (tracked.scale() == Scale.LOG) {
                ratio(tracked, result.variant(), result.baseline()).ifPresent(figures::add);
            } else {
                figures.add(difference(tracked, result));
            }
        }
    }

    /** A loss is what got worse; a difference is what got more. */
    private static Figure difference(TrackedMetric metric, MetricResult result) {
        double difference = result.variant() - result.baseline();
        Interval loss = result.loss();
        if (loss == null) {
            return new Figure(metric, difference);
        }
        return metric.lessIsBetter()
                ? new Figure(metric, difference, loss.low(), loss.high())
                : new Figure(metric, difference, -loss.high(), -loss.low());
    }

    /**
     * By scenario, what a variant alone on the machine does beside its baseline: where the machine was not disturbed, with as many
     * threads as in pairs.
     */
    public static Map<String, List<Figure>> ofScenarios(Measurement measurement) {
        Map<String, List<Figure>> figures = new LinkedHashMap<>();
        List<ScenarioResult> results = measurement.scenarios().stream()
                .filter(result -> result.threads() == measurement.latency().threads() && result.disturbedForks() == 0)
                .toList();
        for (ScenarioResult variant : results) {
            results.stream()
                    .filter(result -> isBaselineOf(variant, result))
                    .findFirst()
                    .map(baseline -> ofScenario(variant, baseline))
                    .filter(found -> !found.isEmpty())
                    .ifPresent(found -> figures.putIfAbsent(SeriesName.scenario(variant), found));
        }
        return figures;
    }

    private static boolean isBaselineOf(ScenarioResult variant, ScenarioResult other) {
        return variant.model() != 0
                && other.model() == 0
                && other.scenario() == variant.scenario()
                && other.batchSize() == variant.batchSize();
    }

    private static List<Figure> ofScenario(ScenarioResult variant, ScenarioResult baseline) {
        List<Figure> figures = new ArrayList<>();
        throughput(variant, baseline).ifPresent(figures::add);
        ratio(TrackedMetric.ENERGY_RATIO, variant.joulesPerSample(), baseline.joulesPerSample())
                .ifPresent(figures::add);
        ratio(TrackedMetric.COLD_START_RATIO, coldStart(variant), coldStart(baseline))
                .ifPresent(figures::add);
        return figures;
    }

    private static Optional<Figure> throughput(ScenarioResult variant, ScenarioResult baseline) {
        Optional<Figure> withInterval = variant.throughputRatio(baseline, Figure.CONFIDENCE)
                .map(ratio -> new Figure(TrackedMetric.THROUGHPUT_RATIO, ratio.estimate(), ratio.low(), ratio.high()));
        return withInterval.isPresent()
                ? withInterval
                : ratio(TrackedMetric.THROUGHPUT_RATIO, variant.samplesPerSecond(), baseline.samplesPerSecond());
    }

    private static OptionalDouble coldStart(ScenarioResult result) {
        return result.coldStartMillis(start -> start.processMillis() + start.sessionMillis() + start.firstRunMillis());
    }

    private static void latency(LatencyEvidence latency, Interval ratio, List<Figure> figures) {
        figures.add(new Figure(TrackedMetric.LATENCY_RATIO, ratio.estimate(), ratio.low(), ratio.high()));
        figures.add(new Figure(TrackedMetric.LATENCY_P50, latency.variant().p50Millis()));
        figures.add(new Figure(TrackedMetric.BASELINE_P50, latency.baseline().p50Millis()));
        if (latency.variant().p99Millis() != null) {
            figures.add(new Figure(TrackedMetric.LATENCY_P99, latency.variant().p99Millis()));
        }
        Long memory = latency.variant().peakMemoryBytes();
        Long baseline = latency.baseline().peakMemoryBytes();
        if (memory != null && baseline != null) {
            ratio(TrackedMetric.MEMORY_RATIO, memory, baseline).ifPresent(figures::add);
        }
    }

    private static Optional<Figure> ratio(TrackedMetric metric, OptionalDouble variant, OptionalDouble baseline) {
        return ratio(metric, variant.orElse(0), baseline.orElse(0));
    }

    private static Optional<Figure> ratio(TrackedMetric metric, double variant, double baseline) {
        return variant > 0 && baseline > 0 ? Optional.of(new Figure(metric, variant / baseline)) : Optional.empty();
    }
}

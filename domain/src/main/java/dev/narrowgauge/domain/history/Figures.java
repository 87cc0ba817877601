package dev.narrowgauge.domain.history;

import dev.narrowgauge.domain.latency.LatencyComparison;
import dev.narrowgauge.domain.latency.LatencyEvidence;
import dev.narrowgauge.domain.latency.Speed;
import dev.narrowgauge.domain.stats.Interval;
import dev.narrowgauge.domain.variant.AccuracyEvidence;
import dev.narrowgauge.domain.variant.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a measurement adds to histories. */
public final class Figures {
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

    private static Optional<Figure> ratio(TrackedMetric metric, long variant, long baseline) {
        return variant > 0 && baseline > 0
                ? Optional.of(new Figure(metric, (double) variant / baseline))
                : Optional.empty();
    }
}

package dev.narrowgauge.cli.local;

import dev.narrowgauge.cli.output.Screen;
import dev.narrowgauge.domain.accuracy.AccuracyMetric;
import dev.narrowgauge.domain.accuracy.AccuracyMetrics;
import dev.narrowgauge.domain.accuracy.MetricResult;
import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.domain.stats.Interval;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a variant lost by each measure, in words for a person. */
final class MetricText {
    /** Those have lines of their own, which say more. */
    private static final Set<String> TOLD_ELSEWHERE =
            Set.of(AccuracyMetric.TOP1.label(), AccuracyMetric.AGREEMENT.label(), AccuracyMetric.SQNR.label());

    private static final int MOST_SLICES = 3;

    private MetricText() {}

    static void print(Screen screen, AccuracyMetrics metrics) {
        metrics.metrics().stream()
                .filter(result -> !TOLD_ELSEWHERE.contains(result.metric()))
                .forEach(result -> screen.line(result.metric(), sentence(result)));
        metrics.worstSlices().stream()
                .filter(result -> result.loss() != null && result.loss().estimate() > 0)
                .limit(MOST_SLICES)
                .forEach(result -> screen.line(
                        "worst slice",
                        "%s: %s %s; of %d slices"
                                .formatted(result.slice(), result.metric(), sentence(result), metrics.slices())));
    }

    /** Of the model itself, without a variant. */
    static void printAlone(Screen screen, AccuracyMetrics metrics) {
        metrics.metrics().stream()
                .filter(result -> !TOLD_ELSEWHERE.contains(result.metric()) && result.baseline() != null)
                .forEach(result -> screen.line(result.metric(), value(result, result.baseline())));
    }

    static String sentence(MetricResult result) {
        String values = result.baseline() == null
                ? value(result, result.variant())
                : value(result, result.baseline()) + " -> " + value(result, result.variant());
        String output = result.output().isEmpty() ? "" : " of " + result.output();
        String loss = result.loss() == null ? "" : ", loss " + interval(result, result.loss());
        String note = result.note().isEmpty() ? "" : ". " + result.note();
        return values + output + loss + note;
    }

    private static String interval(MetricResult result, Interval loss) {
        String bounds = isShare(result)
                ? Numbers.points(loss)
                : String.format(Locale.ROOT, "%.4f [%.4f, %.4f]", loss.estimate(), loss.low(), loss.high());
        return "%s (%s interval)".formatted(bounds, Numbers.percent(loss.confidence()));
    }

    private static String value(MetricResult result, Double value) {
        if (value == null) {
            return "not defined";
        }
        return isShare(result) ? Numbers.percentInColumn(value) : String.format(Locale.ROOT, "%.4f", value);
    }

    private static boolean isShare(MetricResult result) {
        Optional<AccuracyMetric.Unit> unit =
                AccuracyMetric.ofLabel(result.metric()).map(AccuracyMetric::unit);
        return unit.filter(known -> known == AccuracyMetric.Unit.PROPORTION || known == AccuracyMetric.Unit.SHARE)
                .isPresent();
    }
}

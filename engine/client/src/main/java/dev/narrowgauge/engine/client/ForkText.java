package dev.narrowgauge.engine.client;

import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.domain.latency.LatencyComparison;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** What a measurement that goes on shows of itself. */
final class ForkText {
    private ForkText() {}

    static String soFar(List<PairedMeasurement> found, ForkBudget budget) {
        String ratios = found.stream()
                .map(PairedMeasurement::comparison)
                .map(ForkText::ratio)
                .collect(Collectors.joining(", "));
        Duration left = budget.remaining(found);
        return left.isPositive() ? "%s, about %d s left".formatted(ratios, left.toSeconds() + 1) : ratios;
    }

    private static String ratio(LatencyComparison comparison) {
        return comparison.ratio() == null ? "ratio not known yet" : "ratio " + Numbers.ratio(comparison.ratio());
    }
}

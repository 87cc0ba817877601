package dev.narrowgauge.db;

import dev.narrowgauge.domain.history.TrackedMetric;
import java.util.Optional;
import java.util.Set;

/**
 * Which series a list has; what is empty is not asked for.
 *
 * @param metrics any of them
 * @param changed only those that have, or have not, a change that nobody has decided on
 */
public record SeriesFilter(
        Optional<String> family,
        Optional<String> recipe,
        Optional<String> deviceClass,
        Optional<String> scenario,
        Set<TrackedMetric> metrics,
        Optional<Boolean> changed) {
    public static final SeriesFilter ALL = new SeriesFilter(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Set.of(), Optional.empty());

    public SeriesFilter {
        metrics = Set.copyOf(metrics);
    }

    Conditions conditions() {
        Conditions conditions = Conditions.ofProject()
                .and("family = :family", "family", family)
                .and("recipe = :recipe", "recipe", recipe)
                .and("device_class = :deviceClass", "deviceClass", deviceClass)
                .and("scenario = :scenario", "scenario", scenario)
                .and("(open_changes > 0) = :changed", "changed", changed);
        return metrics.isEmpty()
                ? conditions
                : conditions.and(
                        "metric = ANY (:metrics)",
                        "metrics",
                        metrics.stream().map(TrackedMetric::name).toArray(String[]::new));
    }
}

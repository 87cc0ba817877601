package dev.narrowgauge.domain.history;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.scenario.Scenario;
import dev.narrowgauge.domain.scenario.ScenarioResult;

/**
 * What a series is of. Its values are of the same family, recipe, device and scenario, one from each measurement.
 *
 * @param family what the versions of a model have in common: the name under which they are uploaded
 * @param recipe its name
 * @param scenario how the model was run
 */
public record SeriesName(String family, String recipe, String deviceClass, String scenario, TrackedMetric metric) {
    /** One request after another, each timed alone: as measurements in pairs are. */
    public static final String SINGLE_STREAM = Scenario.SINGLE_STREAM.text();

    public SeriesName {
        requireNonNull(family, "family is null");
        requireNonNull(recipe, "recipe is null");
        requireNonNull(deviceClass, "deviceClass is null");
        requireNonNull(scenario, "scenario is null");
        requireNonNull(metric, "metric is null");
    }

    /** Such as {@code single-stream}, or {@code offline-batch-8}. */
    public static String scenario(ScenarioResult result) {
        String text = result.scenario().text();
        return result.batchSize() == 1 ? text : "%s-batch-%d".formatted(text, result.batchSize());
    }
}

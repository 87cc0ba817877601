package dev.narrowgauge.domain.history;

import static java.util.Objects.requireNonNull;

/**
 * What a series is of. Its values are of the same family, recipe, device and scenario, one from each measurement.
 *
 * @param family what the versions of a model have in common: the name under which they are uploaded
 * @param recipe its name
 * @param scenario how the model was run
 */
public record SeriesName(String family, String recipe, String deviceClass, String scenario, TrackedMetric metric) {
    /** One request after another, each timed alone. */
    public static final String SINGLE_STREAM = "single-stream";

    public SeriesName {
        requireNonNull(family, "family is null");
        requireNonNull(recipe, "recipe is null");
        requireNonNull(deviceClass, "deviceClass is null");
        requireNonNull(scenario, "scenario is null");
        requireNonNull(metric, "metric is null");
    }
}

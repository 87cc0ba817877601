package dev.narrowgauge.api.history;

import dev.narrowgauge.db.NewestValues;
import dev.narrowgauge.domain.history.Figure;
import dev.narrowgauge.domain.history.SeriesStanding;
import dev.narrowgauge.domain.history.TrackedMetric;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The newest that is known of a recipe for a family of models on a device class, as clients see it. */
@Schema(name = "MatrixRow")
public record MatrixRow(
        String family,
        String recipe,
        String deviceClass,
        String scenario,

        @Schema(description = "When it was measured last") Instant at,

        UUID measurementId,

        @Schema(description = "CHANGED where any of the values has a change that nobody has decided on")
        SeriesStanding standing,

        List<Value> values) {
    /** One value. */
    @Schema(name = "MatrixValue")
    public record Value(
            TrackedMetric metric,

            @Schema(description = "Of the series that it is the newest of")
            UUID seriesId,

            double value,

            @Schema(description = "Of the 95 % interval; null where there is none")
            Optional<Double> low,

            Optional<Double> high,

            @Schema(description = "The same for values that may be compared")
            long conditions,

            SeriesStanding standing) {}

    static MatrixRow of(NewestValues newest) {
        List<Value> values = newest.values().stream().map(MatrixRow::value).toList();
        return new MatrixRow(
                newest.family(),
                newest.recipe(),
                newest.deviceClass(),
                newest.scenario(),
                newest.at(),
                newest.measurementId(),
                values.stream()
                        .map(Value::standing)
                        .max(Comparator.naturalOrder())
                        .orElseThrow(),
                values);
    }

    private static Value value(NewestValues.Value newest) {
        Figure figure = newest.figure();
        return new Value(
                figure.metric(),
                newest.seriesId(),
                figure.value(),
                Optional.ofNullable(figure.low()),
                Optional.ofNullable(figure.high()),
                newest.keyId(),
                SeriesStanding.of(newest.openChanges(), newest.steady()));
    }

    /** The value of that metric; empty where it has none. */
    Optional<Value> value(TrackedMetric metric) {
        return values.stream().filter(value -> value.metric() == metric).findFirst();
    }

    static List<String> header() {
        return List.of(
                "family",
                "recipe",
                "deviceClass",
                "scenario",
                "at",
                "measurementId",
                "metric",
                "value",
                "low",
                "high",
                "conditions",
                "standing");
    }

    /** A line for each value. */
    List<List<Object>> lines() {
        return values.stream()
                .map(value -> List.<Object>of(
                        family,
                        recipe,
                        deviceClass,
                        scenario,
                        at,
                        measurementId,
                        value.metric(),
                        value.value(),
                        value.low(),
                        value.high(),
                        value.conditions(),
                        value.standing()))
                .toList();
    }
}

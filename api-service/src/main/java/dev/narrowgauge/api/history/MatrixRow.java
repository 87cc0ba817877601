package dev.narrowgauge.api.history;

import dev.narrowgauge.db.Series;
import dev.narrowgauge.domain.history.SeriesStanding;
import dev.narrowgauge.domain.history.TrackedMetric;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    private record Key(String family, String recipe, String deviceClass, String scenario) {
        static Key of(Series series) {
            return new Key(
                    series.name().family(),
                    series.name().recipe(),
                    series.name().deviceClass(),
                    series.name().scenario());
        }
    }

    /** @param series in any order; a row has those that are together, in the order in which they come first */
    static List<MatrixRow> of(List<Series> series) {
        Map<Key, List<Series>> rows = new LinkedHashMap<>();
        series.stream()
                .filter(one -> one.last().isPresent())
                .forEach(one -> rows.computeIfAbsent(Key.of(one), _ -> new ArrayList<>())
                        .add(one));
        return rows.entrySet().stream()
                .map(row -> row(row.getKey(), row.getValue()))
                .toList();
    }

    private static MatrixRow row(Key key, List<Series> series) {
        Series.Last newest = series.stream()
                .map(one -> one.last().orElseThrow())
                .max(Comparator.comparing(Series.Last::at))
                .orElseThrow();
        List<Value> values = series.stream().map(MatrixRow::value).toList();
        return new MatrixRow(
                key.family(),
                key.recipe(),
                key.deviceClass(),
                key.scenario(),
                newest.at(),
                newest.measurementId(),
                values.stream()
                        .map(Value::standing)
                        .max(Comparator.naturalOrder())
                        .orElseThrow(),
                values);
    }

    private static Value value(Series series) {
        Series.Last last = series.last().orElseThrow();
        return new Value(
                series.name().metric(),
                series.id(),
                last.figure().value(),
                Optional.ofNullable(last.figure().low()),
                Optional.ofNullable(last.figure().high()),
                last.keyId(),
                SeriesStanding.of(series.openChanges(), series.noise().isPresent()));
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

package dev.narrowgauge.api.history;

import dev.narrowgauge.db.Series;
import dev.narrowgauge.domain.history.Noise;
import dev.narrowgauge.domain.history.SeriesName;
import dev.narrowgauge.domain.history.SeriesStanding;
import dev.narrowgauge.domain.history.TrackedMetric;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A series as clients see it, without its values. */
@Schema(name = "Series")
public record SeriesView(
        UUID id,

        @Schema(description = "Name under which the versions of the model are uploaded")
        String family,

        String recipe,
        String deviceClass,

        @Schema(description = "How the model was run") String scenario,

        TrackedMetric metric,

        @Schema(description = "`ratio`, `share` of 1, or `ms`")
        String unit,

        boolean lessIsBetter,
        Instant createdAt,
        long measurements,

        @Schema(description = "UNCHANGED where it was measured and nothing has changed that is not decided on")
        SeriesStanding standing,

        @Schema(description = "Changes that nobody has confirmed or dismissed")
        int openChanges,

        @Schema(description = "When it was measured last; null before its first value is there")
        Optional<Instant> lastAt,

        Optional<UUID> lastMeasurementId,
        Optional<Double> lastValue,

        @Schema(description = "Of the 95 % interval; null where there is none")
        Optional<Double> lastLow,

        Optional<Double> lastHigh,

        @Schema(description = "From one measurement to the next, usually; null while they are too few")
        Optional<Double> usualGapSeconds,

        @Schema(description = "When a measurement was due at the latest that has not come; null where none is missing")
        Optional<Instant> missedBy,

        @Schema(description = "Values since the last change under the newest conditions; null while they are too few")
        Optional<Integer> steadyValues,

        @Schema(
                description =
                        "Their standard deviation: of ratios and times that of the logarithm, of shares in points of 1")
        Optional<Double> deviation,

        @Schema(description = "The smallest change that five more measurements would show")
        Optional<Double> smallestVisible) {
    private static final double MILLIS = 1000.0;

    static SeriesView of(Series series, Instant now) {
        SeriesName name = series.name();
        Optional<Series.Last> last = series.last();
        return new SeriesView(
                series.id(),
                name.family(),
                name.recipe(),
                name.deviceClass(),
                name.scenario(),
                name.metric(),
                name.metric().unit(),
                name.metric().lessIsBetter(),
                series.createdAt(),
                series.measurements(),
                SeriesStanding.of(series.openChanges(), series.noise().isPresent()),
                series.openChanges(),
                last.map(Series.Last::at),
                last.map(Series.Last::measurementId),
                last.map(newest -> newest.figure().value()),
                last.flatMap(newest -> Optional.ofNullable(newest.figure().low())),
                last.flatMap(newest -> Optional.ofNullable(newest.figure().high())),
                series.cadence().map(usual -> usual.usual().toMillis() / MILLIS),
                series.missedBy(now),
                series.noise().map(Noise::values),
                series.noise().map(Noise::deviation),
                series.noise().map(Noise::smallestVisible));
    }

    static List<String> header() {
        return List.of(
                "id",
                "family",
                "recipe",
                "deviceClass",
                "scenario",
                "metric",
                "unit",
                "measurements",
                "standing",
                "openChanges",
                "lastAt",
                "lastMeasurementId",
                "lastValue",
                "lastLow",
                "lastHigh",
                "missedBy",
                "steadyValues",
                "deviation",
                "smallestVisible");
    }

    List<Object> cells() {
        return List.of(
                id,
                family,
                recipe,
                deviceClass,
                scenario,
                metric,
                unit,
                measurements,
                standing,
                openChanges,
                lastAt,
                lastMeasurementId,
                lastValue,
                lastLow,
                lastHigh,
                missedBy,
                steadyValues,
                deviation,
                smallestVisible);
    }
}

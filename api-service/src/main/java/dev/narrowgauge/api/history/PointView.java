package dev.narrowgauge.api.history;

import dev.narrowgauge.db.SeriesPoint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A value of a series as clients see it. */
@Schema(name = "SeriesPoint")
public record PointView(
        Instant at,
        UUID measurementId,
        double value,

        @Schema(description = "Of the 95 % interval; null where there is none")
        Optional<Double> low,

        Optional<Double> high,

        @Schema(description = "The same for values that may be compared")
        long conditions,

        String node,
        UUID runId,
        UUID variantId,

        @Schema(description = "SHA-256 of the model") String modelId,

        @Schema(description = "Of the sources that the model was built from; null where the run names none")
        Optional<String> commit) {
    static PointView of(SeriesPoint point) {
        return new PointView(
                point.at(),
                point.measurementId(),
                point.figure().value(),
                Optional.ofNullable(point.figure().low()),
                Optional.ofNullable(point.figure().high()),
                point.keyId(),
                point.measured().node(),
                point.measured().runId(),
                point.measured().variantId(),
                point.measured().modelId(),
                point.measured().commit());
    }

    static List<String> header() {
        return List.of(
                "at",
                "measurementId",
                "value",
                "low",
                "high",
                "conditions",
                "node",
                "runId",
                "variantId",
                "modelId",
                "commit");
    }

    List<Object> cells() {
        return List.of(at, measurementId, value, low, high, conditions, node, runId, variantId, modelId, commit);
    }
}

package dev.narrowgauge.api.history;

import dev.narrowgauge.db.ChangePoint;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A change of a series as clients see it. */
@Schema(name = "SeriesChange")
public record ChangeView(
        UUID id,

        @Schema(description = "Of the first value after it") Instant at,

        UUID measurementId,

        @Schema(
                description =
                        "Mean of the values before it, in the unit of the metric; of ratios and times the geometric one")
        double before,

        @Schema(description = "Of those after it") double after,

        @Schema(description = "By which share the larger mean exceeds the smaller one; of shares in points of 1")
        double magnitude,

        @Schema(description = "Of Student's t test that the means are equal")
        double pValue,

        Instant foundAt,

        @Schema(
                description = "A confirmed one is where the series begins anew; a dismissed one never returns",
                enumeration = {"OPEN", "CONFIRMED", "DISMISSED"})
        String state,

        Optional<Instant> decidedAt,

        @Schema(description = "Name of the key or of the person; null where nobody has decided, or nobody is asked")
        Optional<String> decidedBy,

        Optional<String> reason) {
    static ChangeView of(ChangePoint change) {
        return new ChangeView(
                change.id(),
                change.at(),
                change.measurementId(),
                change.before(),
                change.after(),
                change.magnitude(),
                change.pValue(),
                change.foundAt(),
                change.decision().name(),
                change.decidedAt(),
                change.decidedBy(),
                change.reason());
    }
}

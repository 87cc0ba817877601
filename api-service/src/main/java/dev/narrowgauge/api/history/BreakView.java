package dev.narrowgauge.api.history;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Where the values of a series may not be compared with those before. */
@Schema(name = "SeriesBreak")
public record BreakView(
        @Schema(description = "Of the first value after it") Instant at,

        UUID measurementId,
        List<DifferenceView> differences) {}

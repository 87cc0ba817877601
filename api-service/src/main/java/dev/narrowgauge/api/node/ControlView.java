package dev.narrowgauge.api.node;

import dev.narrowgauge.domain.latency.Control;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A control as clients see it. */
@Schema(
        name = "Control",
        description = "A baseline timed against itself in another process, of which the ratio is known to be 1",
        requiredProperties = {"at", "ratio", "low", "high", "confidence", "alarm"})
public record ControlView(
        Instant at,

        @Schema(description = "Time of the control / of the baseline")
        double ratio,

        double low,
        double high,

        @Schema(description = "Of the interval from `low` to `high`")
        double confidence,

        @Schema(description = "Whether the interval excludes 1, which it does in 1 of 100 controls of a sound node")
        boolean alarm) {
    static ControlView of(Control control) {
        return new ControlView(
                control.at(),
                control.ratio().estimate(),
                control.ratio().low(),
                control.ratio().high(),
                control.ratio().confidence(),
                control.alarms());
    }
}

package dev.narrowgauge.domain.report;

import static java.util.Objects.requireNonNull;

/** How long one stage of the work took, in seconds of wall time. */
public record StageReport(String stage, double seconds) {
    public StageReport {
        requireNonNull(stage, "stage is null");
    }
}

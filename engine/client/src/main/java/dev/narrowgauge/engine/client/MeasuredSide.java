package dev.narrowgauge.engine.client;

import static java.util.Objects.requireNonNull;

/**
 * What was measured of one of the two models.
 *
 * @param threads intra-op threads of ONNX Runtime
 * @param peakResidentBytes of its process; 0 when the system does not say
 * @param settled false when the latency was still moving at the end of the warm-up: the measurement is not valid
 */
public record MeasuredSide(
        LatencySummary latency,
        double loadMillis,
        int threads,
        long peakResidentBytes,
        int warmUpRuns,
        double warmUpSeconds,
        boolean settled) {
    public MeasuredSide {
        requireNonNull(latency, "latency is null");
    }
}

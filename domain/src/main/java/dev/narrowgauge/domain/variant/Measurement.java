package dev.narrowgauge.domain.variant;

import dev.narrowgauge.domain.determinism.DeterminismReport;
import dev.narrowgauge.domain.gate.Evidence;
import dev.narrowgauge.domain.latency.LatencyEvidence;
import dev.narrowgauge.domain.profile.SpeedInsight;
import dev.narrowgauge.domain.scenario.ScenarioResult;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Latency, memory and accuracy of one variant on one node, paired with its baseline.
 *
 * @param jobId the benchmark job that took it; at most one measurement per job
 * @param insight why the variant is as fast as it is; null where nobody looked, and in older measurements
 * @param scenarios baseline and variant alone on the node: cold start, memory, energy; empty likewise
 * @param determinism whether the variant gives the same bytes again; null likewise
 * @param weights as what the variant's file stores its weights; null in older measurements
 */
public record Measurement(
        UUID id,
        UUID runId,
        UUID jobId,
        UUID variantId,
        Evidence.Device device,
        AccuracyEvidence accuracy,
        LatencyEvidence latency,
        Instant createdAt,
        SpeedInsight insight,
        List<ScenarioResult> scenarios,
        DeterminismReport determinism,
        WeightTypes weights) {
    /** Of what is stored of a measurement. What a gate must not leave out raises it: since 2 the ratio comes from turns, since 3
     * the control counts as the baseline's second process. */
    public static final int VERSION = 3;

    public Measurement {
        scenarios = scenarios == null ? List.of() : List.copyOf(scenarios);
    }

    /** Of a variant that nobody looked at further. */
    public Measurement(
            UUID id,
            UUID runId,
            UUID jobId,
            UUID variantId,
            Evidence.Device device,
            AccuracyEvidence accuracy,
            LatencyEvidence latency,
            Instant createdAt) {
        this(id, runId, jobId, variantId, device, accuracy, latency, createdAt, null, List.of(), null, null);
    }
}

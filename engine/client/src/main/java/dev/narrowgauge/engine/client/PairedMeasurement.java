package dev.narrowgauge.engine.client;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.stats.Interval;
import dev.narrowgauge.domain.variant.LatencyEvidence;
import java.util.List;

/**
 * A variant timed against its baseline on this machine.
 *
 * @param ratio median latency variant / baseline; its confidence is that of the single look, so that all looks together
 *     keep the plan's
 */
public record PairedMeasurement(
        BenchmarkPlan plan,
        MeasuredSide baseline,
        MeasuredSide variant,
        Interval ratio,
        Speed speed,
        List<BlockPair> pairs,
        String engineVersion,
        String runtimeVersion) {
    public PairedMeasurement {
        requireNonNull(plan, "plan is null");
        requireNonNull(baseline, "baseline is null");
        requireNonNull(variant, "variant is null");
        requireNonNull(ratio, "ratio is null");
        requireNonNull(speed, "speed is null");
        pairs = List.copyOf(pairs);
        requireNonNull(engineVersion, "engineVersion is null");
        requireNonNull(runtimeVersion, "runtimeVersion is null");
    }

    /** Whether both models had come to a steady latency before the clock counted. */
    public boolean settled() {
        return baseline.settled() && variant.settled();
    }

    /** What the gate judges. */
    public LatencyEvidence evidence() {
        return new LatencyEvidence(
                summary(baseline),
                summary(variant),
                pairs.stream().map(pair -> pair.baseline().medianMillis()).toList(),
                pairs.stream().map(pair -> pair.variant().medianMillis()).toList(),
                variant.threads(),
                plan.seed(),
                settled());
    }

    private static LatencyEvidence.Summary summary(MeasuredSide side) {
        LatencySummary latency = side.latency();
        return new LatencyEvidence.Summary(
                latency.runs(),
                latency.p50Millis(),
                latency.meanMillis(),
                latency.p99Millis().isPresent() ? latency.p99Millis().getAsDouble() : null,
                side.peakResidentBytes() > 0 ? side.peakResidentBytes() : null);
    }
}

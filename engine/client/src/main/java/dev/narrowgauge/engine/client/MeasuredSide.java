package dev.narrowgauge.engine.client;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.latency.LatencyEvidence;
import dev.narrowgauge.domain.latency.Runs;
import dev.narrowgauge.domain.stats.Median;
import dev.narrowgauge.proto.engine.WarmedUp;
import java.util.List;

/**
 * What was measured of one of the two models, in all its processes.
 *
 * @param loadMillis median
 * @param threads intra-op threads of ONNX Runtime
 * @param processors that its runs were bound to; empty where they were not
 * @param peakResidentBytes of the process that took most; 0 when the system does not say
 * @param warmUpCurveMillis medians of ten runs each, in order, of the first process
 * @param settled false when the latency of a process was still moving at the end of its warm-up
 */
public record MeasuredSide(
        LatencySummary latency,
        double loadMillis,
        int threads,
        List<Integer> processors,
        long peakResidentBytes,
        int warmUpRuns,
        double warmUpSeconds,
        List<Double> warmUpCurveMillis,
        boolean settled) {
    public MeasuredSide {
        requireNonNull(latency, "latency is null");
        processors = List.copyOf(processors);
        warmUpCurveMillis = List.copyOf(warmUpCurveMillis);
    }

    /** @param runs of that member in rounds that count */
    static MeasuredSide of(List<MeasuredFork> forks, int member, Runs runs) {
        List<MeasuringSide.Ended> sides =
                forks.stream().map(fork -> fork.sides().get(member)).toList();
        WarmedUp first = sides.getFirst().warmedUp();
        return new MeasuredSide(
                LatencySummary.of(runs),
                Median.of(sides.stream()
                        .mapToDouble(MeasuringSide.Ended::loadMillis)
                        .toArray()),
                sides.getFirst().threads(),
                sides.getFirst().processors(),
                sides.stream()
                        .mapToLong(MeasuringSide.Ended::peakResidentBytes)
                        .max()
                        .orElse(0),
                first.getRuns(),
                first.getSeconds(),
                first.getCurveMillisList(),
                sides.stream().allMatch(side -> side.warmedUp().getSteady()));
    }

    LatencyEvidence.Summary evidence() {
        return new LatencyEvidence.Summary(
                latency.runs(),
                latency.p50Millis(),
                latency.meanMillis(),
                latency.p90Millis(),
                latency.p99Millis(),
                latency.p999Millis(),
                peakResidentBytes > 0 ? peakResidentBytes : null,
                warmUpCurveMillis);
    }
}

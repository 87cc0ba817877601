package dev.narrowgauge.cli.local;

import dev.narrowgauge.domain.latency.LatencyComparison;
import dev.narrowgauge.domain.latency.NoiseFloor;
import dev.narrowgauge.domain.stats.Interval;
import dev.narrowgauge.engine.client.BenchmarkPlan;
import dev.narrowgauge.engine.client.MeasuredSide;
import dev.narrowgauge.engine.client.PairedMeasurement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The measurement with every round, enough to recompute each figure. */
final class BenchmarkDocument {
    private BenchmarkDocument() {}

    /**
     * @param dataSettings as JSON; empty where there are none
     * @param noiseFloor of this machine
     * @param machine this one
     */
    static Map<String, Object> of(
            Path baseline,
            Path data,
            String dataSettings,
            Map<Path, PairedMeasurement> measurements,
            NoiseFloor noiseFloor,
            MeasuringMachine machine) {
        PairedMeasurement first = measurements.values().iterator().next();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("baseline", baseline.toString());
        document.put("baselineSha256", FileDigest.of(baseline));
        document.put("data", data.toString());
        document.put("dataSettings", dataSettings);
        document.put("plan", plan(first.plan()));
        document.put("began", first.began().toString());
        document.put("engineVersion", first.engineVersion());
        document.put("runtimeVersion", first.runtimeVersion());
        document.put("machine", machine);
        document.put("noiseFloor", noiseFloor);
        List<Map<String, Object>> variants = new ArrayList<>();
        measurements.forEach((variant, measurement) -> variants.add(variant(variant, measurement)));
        document.put("variants", variants);
        return document;
    }

    private static Map<String, Object> plan(BenchmarkPlan plan) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("batchSize", plan.batchSize());
        document.put("mostForks", plan.mostForks());
        document.put("confidence", plan.confidence());
        document.put("margin", plan.margin());
        document.put("seed", plan.seed());
        document.put("execution", plan.execution());
        document.put("mostFallback", plan.mostFallback());
        return document;
    }

    private static Map<String, Object> variant(Path variant, PairedMeasurement measurement) {
        LatencyComparison comparison = measurement.comparison();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("model", variant.toString());
        document.put("sha256", FileDigest.of(variant));
        document.put("verdict", comparison.speed().name());
        document.put("reason", comparison.reason());
        document.put("moreForks", comparison.moreForks());
        Map<String, Object> latency = side(measurement.variant());
        latency.put("ratio", interval(comparison.ratio()));
        document.put("latency", latency);
        document.put("baselineLatency", side(measurement.baseline()));
        document.put("control", interval(comparison.control()));
        document.put("evidence", measurement.evidence());
        return document;
    }

    private static Map<String, Object> interval(Interval interval) {
        return interval == null ? null : IntervalDocument.of(interval);
    }

    private static Map<String, Object> side(MeasuredSide side) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("runs", side.latency().runs());
        document.put("minMillis", side.latency().minMillis());
        document.put("meanMillis", side.latency().meanMillis());
        document.put("p50Millis", side.latency().p50Millis());
        document.put("p90Millis", side.latency().p90Millis());
        document.put("p99Millis", side.latency().p99Millis());
        document.put("p999Millis", side.latency().p999Millis());
        document.put("maxMillis", side.latency().maxMillis());
        document.put("loadMillis", side.loadMillis());
        document.put("threads", side.threads());
        document.put("peakMemoryBytes", side.peakResidentBytes());
        document.put("processors", side.processors());
        document.put("warmUpRuns", side.warmUpRuns());
        document.put("warmUpSeconds", side.warmUpSeconds());
        document.put("warmUpCurveMillis", side.warmUpCurveMillis());
        document.put("settled", side.settled());
        return document;
    }
}

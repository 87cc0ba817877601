package dev.narrowgauge.cli.local;

import dev.narrowgauge.engine.client.BenchmarkPlan;
import dev.narrowgauge.engine.client.BlockPair;
import dev.narrowgauge.engine.client.BlockSummary;
import dev.narrowgauge.engine.client.MeasuredSide;
import dev.narrowgauge.engine.client.PairedMeasurement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** The measurement with every block, enough to recompute each figure. */
final class BenchmarkDocument {
    private BenchmarkDocument() {}

    static Map<String, Object> of(Path baseline, Path data, Map<Path, PairedMeasurement> measurements) {
        PairedMeasurement first = measurements.values().iterator().next();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("baseline", baseline.toString());
        document.put("data", data.toString());
        document.put("plan", plan(first.plan()));
        document.put("engineVersion", first.engineVersion());
        document.put("runtimeVersion", first.runtimeVersion());
        List<Map<String, Object>> variants = new ArrayList<>();
        measurements.forEach((variant, measurement) -> variants.add(variant(variant, measurement)));
        document.put("variants", variants);
        return document;
    }

    private static Map<String, Object> plan(BenchmarkPlan plan) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("batchSize", plan.batchSize());
        document.put("maxPairs", plan.maxPairs());
        document.put("confidence", plan.confidence());
        document.put("margin", plan.margin());
        document.put("seed", plan.seed());
        return document;
    }

    private static Map<String, Object> variant(Path variant, PairedMeasurement measurement) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("model", variant.toString());
        document.put("verdict", measurement.settled() ? measurement.speed().name() : "INVALID");
        Map<String, Object> latency = side(measurement.variant());
        latency.put("ratio", IntervalDocument.of(measurement.ratio()));
        document.put("latency", latency);
        document.put("baselineLatency", side(measurement.baseline()));
        document.put(
                "pairs",
                measurement.pairs().stream().map(BenchmarkDocument::pair).toList());
        return document;
    }

    private static Map<String, Object> side(MeasuredSide side) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("runs", side.latency().runs());
        document.put("minMillis", side.latency().minMillis());
        document.put("meanMillis", side.latency().meanMillis());
        document.put("p50Millis", side.latency().p50Millis());
        document.put("p90Millis", orNull(side.latency().p90Millis()));
        document.put("p99Millis", orNull(side.latency().p99Millis()));
        document.put("maxMillis", side.latency().maxMillis());
        document.put("loadMillis", side.loadMillis());
        document.put("threads", side.threads());
        document.put("peakMemoryBytes", side.peakResidentBytes());
        document.put("warmUpRuns", side.warmUpRuns());
        document.put("warmUpSeconds", side.warmUpSeconds());
        document.put("settled", side.settled());
        return document;
    }

    private static Map<String, Object> pair(BlockPair pair) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("baselineFirst", pair.baselineFirst());
        document.put("baseline", block(pair.baseline()));
        document.put("variant", block(pair.variant()));
        return document;
    }

    private static Map<String, Object> block(BlockSummary block) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("runs", block.runs());
        document.put("medianMillis", block.medianMillis());
        document.put("meanMillis", block.meanMillis());
        document.put("p99Millis", block.p99Millis());
        return document;
    }

    private static Double orNull(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }
}

package dev.narrowgauge.cli.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.gate.Recomputation;
import dev.narrowgauge.domain.latency.LatencyComparison;
import dev.narrowgauge.domain.latency.LatencyEvidence;
import dev.narrowgauge.domain.stats.Interval;
import java.util.ArrayList;
import java.util.List;

/** What {@code benchmark --output} wrote, made once more from its forks. */
record BenchmarkRecomputation(JsonMapper mapper, JsonNode document) {
    /** What the document says otherwise, sentences. */
    List<String> differences() {
        double confidence = document.at("/plan/confidence").asDouble();
        double margin = document.at("/plan/margin").asDouble();
        List<String> differences = new ArrayList<>();
        for (JsonNode variant : document.path("variants")) {
            LatencyEvidence evidence = read(variant.path("evidence"), LatencyEvidence.class);
            LatencyComparison made = LatencyComparison.of(evidence, confidence, margin);
            String name = variant.path("model").asText();
            String stated = variant.path("verdict").asText();
            if (!stated.equals(made.speed().name())) {
                differences.add(Recomputation.difference(name, stated, made.speed()));
            }
            compare(name + ": the ratio", variant.at("/latency/ratio"), made.ratio(), differences);
            compare(name + ": the control", variant.path("control"), made.control(), differences);
            if (evidence.hasHistograms()) {
                LatencyEvidence counted = recounted(name, evidence);
                Recomputation.altered(name, evidence).ifPresent(differences::add);
                compareFigures(name + ": ", variant.path("latency"), counted.variant(), differences);
                compareFigures("the baseline: ", variant.path("baselineLatency"), counted.baseline(), differences);
            }
        }
        return differences;
    }

    private static LatencyEvidence recounted(String name, LatencyEvidence evidence) {
        try {
            return evidence.recounted();
        } catch (IllegalArgumentException failure) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "%s cannot be verified: the runs of a block are damaged: its histogram is %s."
                            .formatted(name, failure.getMessage()),
                    failure);
        }
    }

    private void compare(String what, JsonNode node, Interval made, List<String> differences) {
        double estimate = node.path("estimate").asDouble();
        double low = node.path("low").asDouble();
        double high = node.path("high").asDouble();
        if (node.isObject() && !(low <= estimate && estimate <= high)) {
            differences.add(Recomputation.difference(what, "%s in [%s, %s]".formatted(estimate, low, high), made));
            return;
        }
        differ(what, node.isObject() ? read(node, Interval.class) : null, made, differences);
    }

    private static void compareFigures(
            String name, JsonNode stated, LatencyEvidence.Summary made, List<String> differences) {
        differ(name + "the number of runs", stated.path("runs").asLong(), made.runs(), differences);
        differ(name + "the p50", number(stated.path("p50Millis")), made.p50Millis(), differences);
        differ(name + "the p90", number(stated.path("p90Millis")), made.p90Millis(), differences);
        differ(name + "the p99", number(stated.path("p99Millis")), made.p99Millis(), differences);
        differ(name + "the p99.9", number(stated.path("p999Millis")), made.p999Millis(), differences);
        differ(name + "the peak memory in bytes", bytes(stated), made.peakMemoryBytes(), differences);
    }

    /** The document says 0 where the system did not say, its evidence nothing. */
    private static Long bytes(JsonNode side) {
        long bytes = side.path("peakMemoryBytes").asLong();
        return bytes == 0 ? null : (Long) bytes;
    }

    private static Double number(JsonNode value) {
        return value.isNumber() ? (Double) value.asDouble() : null;
    }

    private static void differ(String what, Object stated, Object made, List<String> differences) {
        if (!Recomputation.isSame(stated, made)) {
            differences.add(Recomputation.difference(what, stated, made));
        }
    }

    private <T> T read(JsonNode node, Class<T> type) {
        try {
            return mapper.treeToValue(node, type);
        } catch (JsonProcessingException | IllegalArgumentException failure) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "The result has no evidence that can be read: %s"
                            .formatted(failure.getMessage().lines().findFirst().orElse("")),
                    failure);
        }
    }
}

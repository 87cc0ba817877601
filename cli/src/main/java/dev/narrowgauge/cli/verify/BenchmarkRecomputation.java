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
            LatencyComparison made =
                    LatencyComparison.of(read(variant.path("evidence"), LatencyEvidence.class), confidence, margin);
            String name = variant.path("model").asText();
            String stated = variant.path("verdict").asText();
            if (!stated.equals(made.speed().name())) {
                differences.add(Recomputation.difference(name, stated, made.speed()));
            }
            compare(name + ": the ratio", variant.at("/latency/ratio"), made.ratio(), differences);
            compare(name + ": the control", variant.path("control"), made.control(), differences);
        }
        return differences;
    }

    private void compare(String what, JsonNode node, Interval made, List<String> differences) {
        Interval stated = node.isObject() ? read(node, Interval.class) : null;
        boolean isSame = stated == null || made == null ? stated == made : Recomputation.isSame(stated, made);
        if (!isSame) {
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

package dev.narrowgauge.cli.gate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.domain.gate.render.GateReport.Figures;
import dev.narrowgauge.domain.stats.Interval;
import java.util.function.DoubleFunction;
import java.util.function.Function;

/** What was measured of one variant on one node, as it is written. */
final class FiguresOfRow {
    private FiguresOfRow() {}

    static Figures of(JsonNode row) {
        JsonNode accuracy = row.path("accuracy");
        JsonNode latency = row.path("latency");
        boolean baseline = row.path("baseline").asBoolean();
        return new Figures(
                row.path("recipe").asText(""),
                row.at("/device/deviceClass").asText(""),
                row.at("/device/node").asText("") + (row.path("reused").isObject() ? " (reused)" : ""),
                number(row.path("sizeBytes"), bytes -> Numbers.bytes((long) bytes)),
                number(accuracy.path("top1"), Numbers::percentInColumn),
                baseline ? "" : interval(accuracy.path("loss"), Numbers::points),
                baseline ? "" : number(accuracy.path("flips"), flips -> Numbers.count((long) flips)),
                number(latency.path("p50Millis"), Numbers::millis),
                number(latency.path("p99Millis"), Numbers::millis),
                baseline ? "1" : interval(latency.path("ratio"), Numbers::ratio),
                number(row.path("peakMemoryBytes"), bytes -> Numbers.bytes((long) bytes)));
    }

    private static String number(JsonNode value, DoubleFunction<String> format) {
        return value.isNumber() ? format.apply(value.asDouble()) : "";
    }

    private static String interval(JsonNode value, Function<Interval, String> format) {
        Interval interval = ChecksOfRow.interval(value);
        return interval == null ? "" : format.apply(interval);
    }
}

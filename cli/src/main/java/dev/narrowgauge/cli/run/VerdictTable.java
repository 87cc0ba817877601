package dev.narrowgauge.cli.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.cli.output.TextTable;
import dev.narrowgauge.domain.decision.Limits;
import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.domain.stats.Interval;
import dev.narrowgauge.domain.stats.TailLatency;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.function.Function;

/** The verdict document's variants, a line per variant and node. What is not known is a dash. */
final class VerdictTable {
    private static final String UNKNOWN = "-";

    private VerdictTable() {}

    static TextTable of(JsonNode variants) {
        TextTable table = new TextTable(
                "",
                "size",
                "top-1",
                headed("loss", variants, "accuracy", "loss"),
                "flips",
                "p50",
                "p90",
                "p99",
                "p99.9",
                headed("latency / FP32", variants, "latency", "ratio"),
                "memory",
                "verdict");
        variants.valueStream().forEach(row -> table.add(cells(row)));
        return table;
    }

    /** With the confidence of the intervals below, which is one for all rows: a policy may ask for more than is usual. */
    private static String headed(String what, JsonNode variants, String part, String key) {
        double confidence = variants.valueStream()
                .filter(row -> !row.path("baseline").asBoolean())
                .map(row -> row.path(part).path(key).path("confidence"))
                .filter(JsonNode::isNumber)
                .mapToDouble(JsonNode::asDouble)
                .findFirst()
                .orElse(Limits.LATENCY_CONFIDENCE);
        return "%s [%s]".formatted(what, Numbers.percent(confidence));
    }

    private static String[] cells(JsonNode row) {
        JsonNode accuracy = row.path("accuracy");
        JsonNode latency = row.path("latency");
        boolean baseline = row.path("baseline").asBoolean();
        return new String[] {
            row.path("precision").asText().toUpperCase(Locale.ROOT),
            number(row.path("sizeBytes"), bytes -> Numbers.bytes((long) bytes)),
            number(accuracy.path("top1"), Numbers::percentInColumn),
            baseline ? UNKNOWN : interval(accuracy.path("loss"), Numbers::points),
            baseline ? UNKNOWN : number(accuracy.path("flips"), flips -> String.valueOf((long) flips)),
            number(latency.path("p50Millis"), Numbers::millis),
            tail(latency, "p90Millis", 0.90),
            tail(latency, "p99Millis", 0.99),
            tail(latency, "p999Millis", 0.999),
            baseline ? "1" : interval(latency.path("ratio"), Numbers::ratio),
            number(row.path("peakMemoryBytes"), bytes -> Numbers.bytes((long) bytes)),
            verdict(row, baseline)
        };
    }

    private static String verdict(JsonNode row, boolean baseline) {
        if (baseline) {
            return "baseline";
        }
        String verdict = row.path("verdict").asText();
        return row.path("gating").asBoolean() ? verdict : "(%s)".formatted(verdict);
    }

    /** A measurement that is older than a tail may have runs enough and not tell it. */
    private static String tail(JsonNode latency, String key, double percentile) {
        JsonNode runs = latency.path("runs");
        boolean tooFew = runs.isNumber() && !TailLatency.isEnough(runs.asLong(), percentile);
        return tooFew ? "not enough runs" : number(latency.path(key), Numbers::millis);
    }

    private static String number(JsonNode value, DoubleFunction<String> format) {
        return value.isNumber() ? format.apply(value.asDouble()) : UNKNOWN;
    }

    private static String interval(JsonNode interval, Function<Interval, String> format) {
        if (!interval.path("estimate").isNumber()) {
            return UNKNOWN;
        }
        return format.apply(new Interval(
                interval.path("estimate").asDouble(),
                interval.path("low").asDouble(),
                interval.path("high").asDouble(),
                interval.path("confidence").asDouble()));
    }
}

package dev.narrowgauge.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The verdict document's variants as text, a line per variant and node. What is not known is a dash. */
record VerdictTable(JsonNode variants) {
    private static final List<String> HEADING = List.of(
            "",
            "size",
            "top-1",
            "loss in points [95 %]",
            "flips",
            "p50",
            "p99",
            "latency / FP32 [95 %]",
            "memory",
            "verdict");
    private static final String UNKNOWN = "-";

    List<String> lines() {
        List<List<String>> rows = Stream.concat(
                        Stream.of(HEADING), variants.valueStream().map(VerdictTable::cells))
                .toList();
        int[] widths = IntStream.range(0, HEADING.size())
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static List<String> cells(JsonNode row) {
        JsonNode accuracy = row.path("accuracy");
        JsonNode latency = row.path("latency");
        boolean baseline = row.path("baseline").asBoolean();
        return List.of(
                row.path("precision").asText().toUpperCase(Locale.ROOT),
                scaled(row.path("sizeBytes"), 1e-6, "%.2f MB"),
                scaled(accuracy.path("top1"), 100, "%.2f %%"),
                baseline ? UNKNOWN : interval(accuracy.path("loss"), 100, "%+.2f"),
                baseline ? UNKNOWN : accuracy.path("flips").asText(UNKNOWN),
                scaled(latency.path("p50Millis"), 1, "%.3f ms"),
                scaled(latency.path("p99Millis"), 1, "%.3f ms"),
                baseline ? "1" : interval(latency.path("ratio"), 1, "%.3f"),
                scaled(row.path("peakMemoryBytes"), 1e-6, "%.0f MB"),
                verdict(row, baseline));
    }

    private static String verdict(JsonNode row, boolean baseline) {
        if (baseline) {
            return "baseline";
        }
        String verdict = row.path("verdict").asText();
        return row.path("gating").asBoolean() ? verdict : verdict + ", does not gate";
    }

    private static String scaled(JsonNode value, double factor, String format) {
        return value.isNumber() ? String.format(Locale.ROOT, format, value.asDouble() * factor) : UNKNOWN;
    }

    private static String interval(JsonNode interval, double factor, String format) {
        if (!interval.path("estimate").isNumber()) {
            return UNKNOWN;
        }
        return "%s [%s, %s]"
                .formatted(
                        scaled(interval.path("estimate"), factor, format),
                        scaled(interval.path("low"), factor, format),
                        scaled(interval.path("high"), factor, format));
    }

    /** Words to the left, numbers to the right. */
    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            boolean words = column == 0 || column == widths.length - 1;
            line.append(("%" + (words ? "-" : "") + Math.max(1, widths[column]) + "s  ").formatted(row.get(column)));
        }
        return line.toString().stripTrailing();
    }
}

package dev.narrowgauge.cli.gate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.cli.run.OfferedRecipe;
import dev.narrowgauge.domain.gate.Verdict;
import dev.narrowgauge.domain.gate.render.RepairReport;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One recipe that a repair has tried.
 *
 * @param number from 1
 * @param what it is, for a person
 * @param document the verdict on the samples that the repair chooses by
 */
record RepairTry(int number, String what, Map<String, Object> recipe, JsonNode document) {
    /** The fastest of those that pass, where it is slowest; of equal ones the smallest. */
    static final Comparator<RepairTry> BEST =
            Comparator.comparingDouble(RepairTry::slowest).thenComparingDouble(RepairTry::size);

    boolean passes() {
        return verdict() == Verdict.PASS;
    }

    Verdict verdict() {
        return Verdict.valueOf(document.path("verdict").asText());
    }

    /** What the verdict offers in turn, where a rule on accuracy is broken. */
    Optional<OfferedRecipe> offered() {
        return OfferedRecipe.of(document).stream().findFirst();
    }

    String variant() {
        return rows().map(row -> row.path("variantId").asText()).findFirst().orElseThrow();
    }

    String sha256() {
        return sha256(document);
    }

    static String sha256(JsonNode document) {
        return rows(document)
                .map(row -> row.path("sha256").asText())
                .findFirst()
                .orElse("");
    }

    List<RepairReport.Try> lines() {
        return rows().map(row -> new RepairReport.Try(
                        number,
                        what,
                        row.at("/device/deviceClass").asText(""),
                        ChecksOfRow.interval(row.at("/accuracy/loss")),
                        ChecksOfRow.interval(row.at("/latency/ratio")),
                        row.path("sizeRatio").isNumber() ? row.path("sizeRatio").asDouble() : null,
                        Verdict.valueOf(row.path("verdict").asText())))
                .toList();
    }

    Map<String, Object> described() {
        Map<String, Object> made = new LinkedHashMap<>();
        made.put("number", number);
        made.put("what", what);
        made.put("run", document.path("runId").asText());
        made.put("verdict", verdict().name());
        made.put("variantSha256", sha256());
        made.put("recipe", recipe);
        return made;
    }

    private double slowest() {
        return rows().mapToDouble(row -> row.at("/latency/ratio/estimate").asDouble(Double.POSITIVE_INFINITY))
                .max()
                .orElse(Double.POSITIVE_INFINITY);
    }

    private double size() {
        return rows().mapToDouble(row -> row.path("sizeRatio").asDouble(Double.POSITIVE_INFINITY))
                .max()
                .orElse(Double.POSITIVE_INFINITY);
    }

    private Stream<JsonNode> rows() {
        return rows(document);
    }

    private static Stream<JsonNode> rows(JsonNode document) {
        return document.path("variants")
                .valueStream()
                .filter(row -> !row.path("baseline").asBoolean());
    }
}

package dev.narrowgauge.cli.gate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.cli.remote.Json;
import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.domain.gate.render.RepairReport;
import dev.narrowgauge.engine.onnx.dataset.NpzHalves;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What a repair came to.
 *
 * @param run that had failed
 * @param document the verdict that stands: on the samples held out where a try passed, else that of the run that had failed
 * @param seen SHA-256 of the half that recipes were chosen by
 * @param spent whether the budget ended it
 * @param best null where no try passed
 * @param heldOut SHA-256 of the other half; null where it was not used
 * @param recipe that made the file which was judged at last; null likewise
 */
record Repaired(
        JsonNode run,
        byte[] document,
        RepairSamples samples,
        String seen,
        RepairBudget budget,
        boolean spent,
        List<RepairTry> tries,
        RepairTry best,
        String heldOut,
        Map<String, Object> recipe) {
    private static final int SCHEMA_VERSION = 1;

    Repaired(
            JsonNode run,
            byte[] document,
            RepairSamples samples,
            String seen,
            RepairBudget budget,
            boolean spent,
            List<RepairTry> tries) {
        this(run, document, samples, seen, budget, spent, List.copyOf(tries), null, null, null);
    }

    Repaired by(RepairTry passing, String held, Map<String, Object> made, byte[] verdict) {
        return new Repaired(run, verdict, samples, seen, budget, spent, tries, passing, held, made);
    }

    RepairReport report() {
        return new RepairReport(
                tries.stream().flatMap(made -> made.lines().stream()).toList(), sentence());
    }

    private String sentence() {
        String tried = "Tried %s on %s, %s."
                .formatted(
                        Numbers.counted(tries.size(), "recipe"),
                        Numbers.counted(samples.count(false), "sample"),
                        spent
                                ? "until the budget of %s was spent".formatted(budget.text())
                                : "and nothing is left to try");
        if (best == null) {
            return "%s None passes, so the verdict stays %s. The other half, %s, was not used."
                    .formatted(tried, verdict(), Numbers.counted(samples.count(true), "sample"));
        }
        return tried
                + " Try %d passes there; on %s that no try saw it is %s."
                        .formatted(best.number(), Numbers.counted(samples.count(true), "sample"), verdict())
                + uses();
    }

    private String verdict() {
        return Json.read(document).path("verdict").asText();
    }

    /** By the service: what a command claims of itself proves nothing. */
    private String uses() {
        JsonNode earlier = Json.read(document).at("/evaluation/earlierVerdicts");
        if (!earlier.isNumber()) {
            return "";
        }
        return earlier.asLong() == 0
                ? " No verdict on this model was made with this half alone before; the first run had it among all samples."
                : " These samples had judged this model %s before, so they are not quite unseen."
                        .formatted(Numbers.counted(earlier.asLong(), "time"));
    }

    /** To be written as JSON; keys are only ever added within a version. */
    Map<String, Object> described() {
        RepairReport report = report();
        List<Boolean> pareto = report.pareto();
        List<Map<String, Object>> lines = new ArrayList<>();
        IntStream.range(0, pareto.size())
                .forEach(place -> lines.add(line(report.tries().get(place), pareto.get(place))));
        Map<String, Object> split = new LinkedHashMap<>();
        split.put("seed", NpzHalves.SEED);
        split.put("repair", samples.described(false, seen));
        split.put("heldOut", heldOut == null ? null : samples.described(true, heldOut));
        Map<String, Object> written = new LinkedHashMap<>();
        written.put("schemaVersion", SCHEMA_VERSION);
        written.put("status", verdict());
        written.put("sentence", report.result());
        written.put("failedRun", GateRun.id(run));
        written.put("budget", budget.text());
        written.put("budgetSpent", spent);
        written.put("samples", split);
        written.put("tries", tries.stream().map(RepairTry::described).toList());
        written.put("choices", lines);
        written.put("chosen", best == null ? null : best.number());
        written.put("recipe", recipe);
        written.put(
                "judgedRun",
                best == null ? null : Json.read(document).path("runId").asText());
        return written;
    }

    private static Map<String, Object> line(RepairReport.Try made, boolean pareto) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("try", made.number());
        line.put("device", made.device().isEmpty() ? null : made.device());
        line.put("loss", made.loss());
        line.put("latencyRatio", made.ratio());
        line.put("sizeRatio", made.size());
        line.put("verdict", made.verdict().name());
        line.put("pareto", pareto);
        return line;
    }
}

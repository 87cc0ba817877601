package dev.narrowgauge.domain.gate.render;

import dev.narrowgauge.domain.gate.render.GateReport.Remedy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A verdict as the little that other programs branch on. */
public final class Receipt {
    private static final int SCHEMA_VERSION = 1;

    private Receipt() {}

    /** To be written as JSON; keys are only ever added within a version. */
    public static Map<String, Object> of(GateReport report) {
        Map<String, Object> receipt = new LinkedHashMap<>();
        receipt.put("schemaVersion", SCHEMA_VERSION);
        receipt.put("gate", report.name());
        receipt.put("status", report.verdict().name());
        receipt.put("exitStatus", report.verdict().exitCode().status());
        receipt.put("run", report.runId());
        receipt.put("decidedAt", report.decidedAt().toString());
        receipt.put("model", Map.of("name", report.model(), "sha256", report.modelDigest()));
        receipt.put("policy", Map.of("sha256", report.policyDigest()));
        receipt.put(
                "sentences",
                report.places().stream()
                        .map(place -> "%s: %s"
                                .formatted(place.headline(), place.decision().reason()))
                        .toList());
        receipt.put("rules", rules(report.checks()));
        receipt.put("remedies", remedies(report.remedies()));
        receipt.put("link", report.link().isEmpty() ? null : report.link());
        return receipt;
    }

    private static List<Map<String, Object>> remedies(List<Remedy> remedies) {
        return remedies.stream()
                .map(remedy -> {
                    Map<String, Object> written = new LinkedHashMap<>();
                    written.put("variant", remedy.variant());
                    written.put("expected", remedy.expected());
                    written.put("recipe", remedy.recipe());
                    return written;
                })
                .toList();
    }

    private static List<Map<String, Object>> rules(List<Check> checks) {
        return checks.stream()
                .map(check -> {
                    Map<String, Object> rule = new LinkedHashMap<>();
                    rule.put("rule", check.title());
                    rule.put("variant", check.variant());
                    rule.put("device", check.device().isEmpty() ? null : check.device());
                    rule.put("outcome", check.verdict().name());
                    rule.put("effect", check.effect().name());
                    return rule;
                })
                .toList();
    }
}

package dev.narrowgauge.domain.gate.render;

import dev.narrowgauge.domain.gate.Verdict;
import dev.narrowgauge.domain.stats.Interval;
import java.util.List;
import java.util.function.Function;

/**
 * A verdict as OpenMetrics text, which GitLab compares between a merge request and its target. No label changes from run to
 * run, or nothing could be compared.
 */
public final class MetricsText {
    private MetricsText() {}

    public static String of(GateReport report) {
        StringBuilder out = new StringBuilder();
        head(out, "narrowgauge_gate_verdict", "1 for the verdict of the gate, 0 for the others.");
        for (Verdict verdict : Verdict.values()) {
            out.append("narrowgauge_gate_verdict{gate=\"%s\",verdict=\"%s\"} %d\n"
                    .formatted(label(report.name()), verdict, verdict == report.verdict() ? 1 : 0));
        }
        family(
                out,
                report,
                "narrowgauge_gate_observed",
                "What was measured, in the unit of its metric.",
                check -> part(check, Interval::estimate));
        family(
                out,
                report,
                "narrowgauge_gate_observed_low",
                "Lower bound of what was measured.",
                check -> part(check, Interval::low));
        family(
                out,
                report,
                "narrowgauge_gate_observed_high",
                "Upper bound of what was measured.",
                check -> part(check, Interval::high));
        family(out, report, "narrowgauge_gate_limit", "The limit of the rule.", Check::limit);
        family(
                out,
                report,
                "narrowgauge_gate_passed",
                "1 where the rule is shown to be kept, 0 elsewhere.",
                check -> check.verdict() == Verdict.PASS ? 1.0 : 0.0);
        return out.append("# EOF\n").toString();
    }

    private static Double part(Check check, Function<Interval, Double> part) {
        return check.observed() == null ? null : part.apply(check.observed());
    }

    private static void family(
            StringBuilder out, GateReport report, String name, String help, Function<Check, Double> value) {
        List<Check> known = report.checks().stream()
                .filter(check -> value.apply(check) != null)
                .toList();
        if (known.isEmpty()) {
            return;
        }
        head(out, name, help);
        // A device class may have been measured on several nodes.
        known.forEach(check ->
                out.append("%s{gate=\"%s\",rule=\"%s\",metric=\"%s\",variant=\"%s\",device=\"%s\",node=\"%s\"} %s\n"
                        .formatted(
                                name,
                                label(report.name()),
                                label(check.title()),
                                label(check.metric()),
                                label(check.variant()),
                                label(check.device()),
                                label(check.node()),
                                value.apply(check))));
    }

    private static void head(StringBuilder out, String name, String help) {
        out.append("# HELP %s %s\n# TYPE %s gauge\n".formatted(name, help, name));
    }

    private static String label(String text) {
        return SafeText.visible(text).replace("\\", "\\\\").replace("\"", "\\\"");
    }
}

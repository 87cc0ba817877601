package dev.narrowgauge.domain.gate.render;

import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.domain.gate.render.GateReport.Figures;
import dev.narrowgauge.domain.gate.render.GateReport.Place;
import dev.narrowgauge.domain.gate.render.GateReport.Remedy;
import java.util.List;
import java.util.stream.Collectors;

/** A verdict as Markdown, for the summary of a pipeline's job: what to do first, then why, the raw numbers folded. */
public final class MarkdownSummary {
    private MarkdownSummary() {}

    public static String of(GateReport report) {
        StringBuilder out = new StringBuilder();
        out.append("## Narrowgauge gate ")
                .append(SafeText.markdown(report.name()))
                .append(": ")
                .append(report.verdict())
                .append("\n\n");
        report.places().forEach(place -> out.append(decision(place)));
        out.append(reused(report));
        out.append(MarkdownTable.of(report.checks())).append('\n');
        List<Check> noPass = report.noPass();
        noPass.forEach(check -> out.append(explanation(check)));
        if (!noPass.isEmpty()) {
            out.append('\n');
        }
        report.remedies().forEach(remedy -> out.append(remedy(remedy)));
        report.repair().ifPresent(repair -> out.append(repair(repair)));
        report.since().ifPresent(since -> out.append(since(since)));
        out.append(folded("All numbers", figures(report)));
        out.append(folded("Where this comes from", origin(report)));
        return out.toString();
    }

    private static String since(Since since) {
        StringBuilder out = new StringBuilder(SafeText.markdown(since.sentence())).append("\n\n");
        if (!since.changedRows().isEmpty()) {
            out.append(MarkdownTable.of(Since.HEADINGS, since.changedRows())).append('\n');
        }
        return out.append(folded("All outcomes, before and now", MarkdownTable.of(Since.HEADINGS, since.rows())))
                .toString();
    }

    static String decision(Place place) {
        StringBuilder out = new StringBuilder("**%s**: %s\n"
                .formatted(
                        SafeText.markdown(place.headline()),
                        SafeText.markdown(place.decision().reason())));
        place.decision()
                .missing()
                .forEach(sentence ->
                        out.append("- ").append(SafeText.markdown(sentence)).append('\n'));
        return out.append('\n').toString();
    }

    /** A gate that is stale says so where nobody has to unfold it. */
    static String reused(GateReport report) {
        return report.reused().stream()
                .map(sentence -> SafeText.markdown(sentence) + "\n\n")
                .collect(Collectors.joining());
    }

    static String explanation(Check check) {
        return "- **%s, %s, %s**: %s\n"
                .formatted(
                        SafeText.markdown(check.title()),
                        SafeText.markdown(check.variant()),
                        check.outcome(),
                        SafeText.markdown(check.explanation()));
    }

    private static String remedy(Remedy remedy) {
        return "To try instead of %s. %s\n\n```yaml\n%s```\n\n"
                .formatted(
                        SafeText.markdown(remedy.variant()),
                        SafeText.markdown(remedy.expected()),
                        SafeText.code(remedy.recipe()));
    }

    static String repair(RepairReport repair) {
        return "### Repair\n\n%s\n\n%s\n"
                .formatted(SafeText.markdown(repair.result()), MarkdownTable.of(RepairReport.HEADINGS, repair.cells()));
    }

    private static String figures(GateReport report) {
        StringBuilder out = new StringBuilder(MarkdownTable.of(
                Figures.HEADINGS, report.figures().stream().map(Figures::cells).toList()));
        if (!report.notes().isEmpty()) {
            out.append('\n');
            report.notes()
                    .forEach(note ->
                            out.append("- ").append(SafeText.markdown(note)).append('\n'));
        }
        return out.toString();
    }

    private static String origin(GateReport report) {
        StringBuilder out = new StringBuilder("- run ").append(SafeText.markdown(report.runId()));
        out.append("\n- model ")
                .append(SafeText.markdown(report.model()))
                .append(", SHA-256 ")
                .append(SafeText.markdown(report.modelDigest()));
        out.append("\n- policy, SHA-256 ").append(SafeText.markdown(report.policyDigest()));
        out.append("\n- decided at ")
                .append(report.decidedAt())
                .append(" over ")
                .append(Numbers.counted(report.checks().size(), "check"));
        if (!report.link().isEmpty()) {
            out.append("\n- [the run's page](<")
                    .append(SafeText.markup(report.link()))
                    .append(">)");
        }
        return out.append('\n').toString();
    }

    private static String folded(String title, String content) {
        return "<details><summary>%s</summary>\n\n%s\n</details>\n\n".formatted(title, content);
    }
}

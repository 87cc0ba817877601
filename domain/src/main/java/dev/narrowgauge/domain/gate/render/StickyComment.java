package dev.narrowgauge.domain.gate.render;

import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.domain.digest.Sha256;
import java.util.List;

/** A verdict as the text of one comment, which is edited from run to run: its first line is by what it is found again. */
public final class StickyComment {
    private static final int MOST_CHECKS = 10;
    private static final int DIGITS = 8;

    private StickyComment() {}

    public static String of(GateReport report) {
        StringBuilder out = new StringBuilder(marker(report.name())).append('\n');
        out.append("**Narrowgauge gate ")
                .append(SafeText.markdown(report.name()))
                .append(": ")
                .append(report.verdict())
                .append("**\n\n");
        report.places().forEach(place -> out.append(MarkdownSummary.decision(place)));
        out.append(MarkdownSummary.reused(report));
        List<Check> noPass = report.noPass();
        if (noPass.isEmpty()) {
            out.append("Kept: %s.\n".formatted(Numbers.counted(report.checks().size(), "check")));
        } else {
            List<Check> shown = noPass.subList(0, Math.min(MOST_CHECKS, noPass.size()));
            out.append(MarkdownTable.of(shown)).append('\n');
            shown.forEach(check -> out.append(MarkdownSummary.explanation(check)));
            if (shown.size() < noPass.size()) {
                out.append("- and %d more\n".formatted(noPass.size() - shown.size()));
            }
        }
        report.repair().ifPresent(repair -> out.append('\n').append(MarkdownSummary.repair(repair)));
        if (!report.link().isEmpty()) {
            out.append("\n[The run with all numbers](<")
                    .append(SafeText.markup(report.link()))
                    .append(">)\n");
        }
        return out.toString();
    }

    /** The same for the same gate. A name that an HTML comment cannot hold as it is keeps a digest, so that no two are alike. */
    public static String marker(String name) {
        String held = name.replaceAll("[^A-Za-z0-9._]+", "-").replaceAll("^-|-$", "");
        String told = held.equals(name)
                ? name
                : "%s.%s".formatted(held, Sha256.of(name).substring(0, DIGITS));
        return "<!-- narrowgauge-gate: %s -->".formatted(told);
    }
}

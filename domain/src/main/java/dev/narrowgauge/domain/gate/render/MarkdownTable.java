package dev.narrowgauge.domain.gate.render;

import java.util.List;

/** Tables as GitHub and GitLab read them. */
final class MarkdownTable {
    /** Always the same, so that two summaries can be laid side by side. */
    static final List<String> CHECK_HEADINGS =
            List.of("rule", "variant", "device", "value [interval]", "limit", "outcome");

    private MarkdownTable() {}

    static String of(List<Check> checks) {
        return of(
                CHECK_HEADINGS,
                checks.stream()
                        .map(check -> List.of(
                                check.title(),
                                check.variant(),
                                check.device().isEmpty() ? GateReport.UNKNOWN : check.device(),
                                check.value(),
                                check.bound(),
                                check.outcome()))
                        .toList());
    }

    /** @param rows as texts, not as Markdown */
    static String of(List<String> headings, List<List<String>> rows) {
        StringBuilder table = new StringBuilder(line(headings));
        table.append("|").append("---|".repeat(headings.size())).append('\n');
        rows.forEach(row -> table.append(line(row)));
        return table.toString();
    }

    private static String line(List<String> cells) {
        StringBuilder line = new StringBuilder("|");
        cells.forEach(cell -> line.append(' ').append(SafeText.markdown(cell)).append(" |"));
        return line.append('\n').toString();
    }
}

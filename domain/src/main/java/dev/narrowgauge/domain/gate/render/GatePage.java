package dev.narrowgauge.domain.gate.render;

import dev.narrowgauge.domain.gate.Verdict;
import dev.narrowgauge.domain.gate.render.GateReport.Figures;
import dev.narrowgauge.domain.gate.render.GateReport.Place;
import dev.narrowgauge.domain.gate.render.GateReport.Remedy;
import dev.narrowgauge.domain.report.ReportPage;
import java.util.List;
import java.util.stream.Collectors;

/** A verdict as one HTML page that needs nothing else: no network, no other file, no script. */
public final class GatePage {
    private static final String POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

    private GatePage() {}

    public static String of(GateReport report) {
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta http-equiv="Content-Security-Policy" content="%s">
                <title>%s</title>
                <style>%s</style>
                </head>
                <body>
                <header><h1>%s</h1><p class="soft">%s</p></header>
                """.formatted(POLICY, title(report), ReportPage.style(), title(report), subtitle(report))
                + report.places().stream().map(GatePage::decision).collect(Collectors.joining())
                + section(
                        "Rules",
                        table(
                                        MarkdownTable.CHECK_HEADINGS,
                                        report.checks().stream()
                                                .map(GatePage::cells)
                                                .toList())
                                + explanations(report))
                + report.remedies().stream().map(GatePage::remedy).collect(Collectors.joining())
                + report.repair().map(GatePage::repair).orElse("")
                + report.since().map(GatePage::since).orElse("")
                + section(
                        "All numbers",
                        table(
                                        Figures.HEADINGS,
                                        report.figures().stream()
                                                .map(row -> row.cells().stream()
                                                        .map(GatePage::cell)
                                                        .toList())
                                                .toList())
                                + list(report.notes()))
                + section("Where this comes from", origin(report))
                + "</body>\n</html>\n";
    }

    private static String since(Since since) {
        List<List<String>> cells = since.rows().stream()
                .map(row -> row.stream().map(GatePage::cell).toList())
                .toList();
        return section("Since the verdict before", list(List.of(since.sentence())) + table(Since.HEADINGS, cells));
    }

    private static String title(GateReport report) {
        return SafeText.markup("Gate %s: %s".formatted(report.name(), report.verdict()));
    }

    private static String subtitle(GateReport report) {
        return SafeText.markup("Model %s, decided at %s".formatted(report.model(), report.decidedAt()));
    }

    private static String decision(Place place) {
        String tone = switch (place.decision().outcome()) {
            case SHIP -> "good";
            case SHIP_FP32, INVALID -> "bad";
            case CANNOT_TELL -> "unsure";
        };
        return "<section><h2 class=\"%s\">%s</h2><p>%s</p>%s</section>\n"
                .formatted(
                        tone,
                        SafeText.markup(place.headline()),
                        SafeText.markup(place.decision().reason()),
                        list(place.decision().missing()));
    }

    private static List<String> cells(Check check) {
        return List.of(
                cell(check.title()),
                cell(check.variant()),
                cell(check.device().isEmpty() ? GateReport.UNKNOWN : check.device()),
                cell(check.value()),
                cell(check.bound()),
                "<td class=\"%s\">%s</td>".formatted(tone(check), check.outcome()));
    }

    private static String tone(Check check) {
        if (check.verdict() == Verdict.PASS) {
            return "good";
        }
        return check.decides() && check.verdict() != Verdict.INCONCLUSIVE ? "bad" : "unsure";
    }

    private static String explanations(GateReport report) {
        return list(report.noPass().stream()
                .map(check -> "%s, %s, %s: %s"
                        .formatted(check.title(), check.variant(), check.outcome(), check.explanation()))
                .toList());
    }

    private static String remedy(Remedy remedy) {
        return section(
                SafeText.markup("To try instead of %s".formatted(remedy.variant())),
                "<p>%s</p><pre>%s</pre>"
                        .formatted(
                                SafeText.markup(remedy.expected()), SafeText.escaped(SafeText.code(remedy.recipe()))));
    }

    private static String repair(RepairReport repair) {
        List<List<String>> rows = repair.cells().stream()
                .map(line -> line.stream().map(GatePage::cell).toList())
                .toList();
        return section(
                "Repair",
                "<p>%s</p>%s".formatted(SafeText.markup(repair.result()), table(RepairReport.HEADINGS, rows)));
    }

    private static String origin(GateReport report) {
        String link = report.link().isEmpty()
                ? ""
                : "<p><a href=\"%1$s\">%1$s</a></p>".formatted(SafeText.markup(report.link()));
        return list(List.of(
                        "run " + report.runId(),
                        "model, SHA-256 " + report.modelDigest(),
                        "policy, SHA-256 " + report.policyDigest()))
                + link;
    }

    private static String section(String title, String content) {
        return "<section><h2>%s</h2>%s</section>\n".formatted(title, content);
    }

    private static String list(List<String> sentences) {
        return sentences.isEmpty()
                ? ""
                : sentences.stream()
                        .map(sentence -> "<li>" + SafeText.markup(sentence) + "</li>")
                        .collect(Collectors.joining("", "<ul>", "</ul>"));
    }

    /** @param rows their cells as HTML */
    private static String table(List<String> headings, List<List<String>> rows) {
        String head = headings.stream()
                .map(heading -> "<th scope=\"col\">" + SafeText.markup(heading) + "</th>")
                .collect(Collectors.joining());
        String body = rows.stream()
                .map(row -> "<tr>" + String.join("", row) + "</tr>\n")
                .collect(Collectors.joining());
        return "<div class=\"scroll\"><table><thead><tr>%s</tr></thead><tbody>%s</tbody></table></div>"
                .formatted(head, body);
    }

    private static String cell(String text) {
        return "<td>" + SafeText.markup(text) + "</td>";
    }
}

package dev.narrowgauge.domain.gate.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.gate.Effect;
import dev.narrowgauge.domain.gate.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TestMarkdown {
    @Test
    void decisionComesFirstAndWhatFailedBeforeTheRest() {
        List<String> lines = MarkdownSummary.of(Reports.failing()).lines().toList();

        assertThat(lines.getFirst()).isEqualTo("## Narrowgauge gate digits: FAIL");
        assertThat(lines.get(2)).isEqualTo("**SHIP FP32 on x86-vnni**: It loses 3.1 points.");
        assertThat(lines.stream().filter(line -> line.startsWith("| ")).limit(6))
                .containsExactly(
                        "| rule | variant | device | value &#91;interval&#93; | limit | outcome |",
                        "| top1 | int8 | x86-vnni | +3.10 points &#91;+3.00, +3.20&#93; | +1.00 points | FAIL |",
                        "| measured | fp16 | arm-dotprod | – | – | INVALID |",
                        "| p50 | int8 | x86-vnni | 0.990 &#91;0.989, 0.991&#93; | 1.000 | INCONCLUSIVE |",
                        "| old | int8 | x86-vnni | 1.400 &#91;1.399, 1.401&#93; | 1.000 | FAIL (waived) |",
                        "| size | int8 | x86-vnni | 0.260 &#91;0.259, 0.261&#93; | 0.500 | PASS |");
    }

    @Test
    void rawNumbersAreFolded() {
        String summary = MarkdownSummary.of(Reports.failing());

        assertThat(summary.indexOf("1.00 MiB")).isGreaterThan(summary.indexOf("<details>"));
        assertThat(summary.split("<details>", -1)).hasSameSizeAs(summary.split("</details>", -1));
    }

    @Test
    void whatChangedSinceTheVerdictBeforeIsTold() {
        String summary = MarkdownSummary.of(Reports.failing());
        assertThat(summary)
                .contains(
                        "1 of 2 outcomes changed since.",
                        "| top1 | int8 | x86-vnni | PASS | +0.40 points | FAIL | +3.10 points |");
        assertThat(summary.indexOf("| PASS | 0.250 | PASS | 0.260 |"))
                .as("what did not change is folded")
                .isGreaterThan(summary.indexOf("<summary>All outcomes"));
        assertThat(GatePage.of(Reports.failing())).contains("Since the verdict before", "<td>+0.40 points</td>");
    }

    @Test
    void commentIsFoundByItsFirstLineAndIsShort() {
        List<Check> many = new ArrayList<>();
        IntStream.range(0, 34)
                .forEach(i -> many.add(Reports.check("r" + i, "size.ratio", 2, 1, Verdict.FAIL, Effect.DECIDES)));
        GateReport failing = Reports.failing();
        String comment = StickyComment.of(new GateReport(
                "vision/digits",
                failing.runId(),
                failing.decidedAt(),
                failing.verdict(),
                failing.model(),
                failing.modelDigest(),
                failing.policyDigest(),
                failing.places(),
                many,
                failing.figures(),
                failing.remedies(),
                failing.notes(),
                failing.since(),
                failing.reused(),
                failing.link(),
                failing.repair()));

        assertThat(comment.lines().findFirst()).contains(StickyComment.marker("vision/digits"));
        assertThat(comment).contains("- and 24 more").doesNotContain("<details>");
    }

    @Test
    void markerIsOfOneGateAndCannotEndItsComment() {
        assertThat(StickyComment.marker("digits")).isEqualTo("<!-- narrowgauge-gate: digits -->");
        assertThat(StickyComment.marker("a-->b"))
                .matches("<!-- narrowgauge-gate: a-b\\.[0-9a-f]{8} -->")
                .isNotEqualTo(StickyComment.marker("a-b"));
    }

    @Test
    void namesStayNames() {
        for (String text : List.of(MarkdownSummary.of(Reports.hostile()), StickyComment.of(Reports.hostile()))) {
            String ours = text.replaceAll("(?s)\n```yaml\n.*?\n```\n", "")
                    .replaceAll("</?(details|summary)>|<!-- narrowgauge-gate: [^>]*-->|\\(<https:[^>]*>\\)", "");

            assertThat(ours)
                    .contains("U+202Egnp", "U+2066", "U+0000")
                    .doesNotContain("<", "`", "\u202E", "\u2066", "\u0000", "https://evil", "@team", "[x]")
                    .contains("&#35;&#8203;1 ");
            assertThat(ours.lines().filter(line -> line.startsWith("|")))
                    .as("no name adds a column")
                    .allSatisfy(line -> assertThat(
                                    line.chars().filter(c -> c == '|').count())
                            .isIn(7L, 8L, 12L));
        }
    }

    @Test
    void recipeToTryIsThereAsItIsToBePasted() {
        String summary = MarkdownSummary.of(Reports.failing());

        assertThat(summary)
                .contains("To try instead of int8. With 'conv1' in float", "\n```yaml\n" + Reports.RECIPE + "```\n");
        assertThat(summary.indexOf("```yaml")).isLessThan(summary.indexOf("<details>"));
        assertThat(GatePage.of(Reports.failing())).contains("<pre>name: &quot;int8&quot;\noverrides:\n");
        assertThat(Receipt.of(Reports.failing()).get("remedies").toString()).contains(Reports.RECIPE);
    }

    @Test
    void lineOfATextIsNoBlock() {
        assertThat(SafeText.markdown("1. x")).isEqualTo("&#49;. x");
        assertThat(SafeText.markdown("- x")).isEqualTo("&#45; x");
        assertThat(SafeText.markdown("---")).startsWith("&#45;");
        assertThat(SafeText.markdown("+0.31 points")).isEqualTo("+0.31 points");
        assertThat(SafeText.markdown("# x")).startsWith("&#35;");
    }
}

package dev.narrowgauge.domain.gate.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.gate.Verdict;
import dev.narrowgauge.domain.gate.render.RepairReport.Try;
import dev.narrowgauge.domain.stats.Interval;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TestRepairReport {
    private static final RepairReport REPORT = new RepairReport(
            List.of(
                    made(1, "x86-vnni", 0.03, 0.4, 0.3),
                    made(2, "x86-vnni", 0.01, 0.6, 0.4),
                    made(3, "x86-vnni", 0.02, 0.7, 0.4),
                    made(3, "arm-dotprod", 0.02, 0.7, 0.4),
                    new Try(4, "what the search finds", "", null, null, null, Verdict.INVALID)),
            "Try 2 passes.");

    @Test
    void choicesThatNoOtherOneBeatsOnTheSameDevice() {
        assertThat(REPORT.pareto()).containsExactly(true, true, false, true, false);
    }

    @Test
    void everyFormHasTheTable() {
        GateReport report = Reports.failing().with(Optional.of(REPORT));

        for (String markdown : List.of(MarkdownSummary.of(report), StickyComment.of(report))) {
            assertThat(markdown)
                    .contains(
                            "### Repair\n\nTry 2 passes.\n",
                            "| 2: a recipe | x86-vnni | +1.00 points &#91;+0.50, +1.50&#93; | 0.600 &#91;0.590, 0.610&#93; | 0.400 | PASS | yes |",
                            "| 4: what the search finds | – | – | – | – | INVALID | no |");
        }
        assertThat(GatePage.of(report)).contains("<h2>Repair</h2><p>Try 2 passes.</p>", "<td>2: a recipe</td>");
    }

    private static Try made(int number, String device, double loss, double ratio, double size) {
        return new Try(
                number,
                "a recipe",
                device,
                new Interval(loss, loss - 0.005, loss + 0.005, 0.95),
                new Interval(ratio, ratio - 0.01, ratio + 0.01, 0.95),
                size,
                loss > 0.025 ? Verdict.FAIL : Verdict.PASS);
    }
}

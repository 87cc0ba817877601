package dev.narrowgauge.checks.submit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.checks.frame.Conclusion;
import dev.narrowgauge.checks.frame.Figures;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TestSubmitConclusion {
    private static final LoadFigures GOOD = load(60_000, 0, 99.9, List.of());
    private static final Map<String, String> DURABLE =
            Map.of("fsync", "on", "synchronous_commit", "on", "server_version", "18.1");

    @Test
    void loadThatIsBornePasses() {
        Conclusion conclusion = conclusion(GOOD, 0, 2000, DURABLE);

        assertThat(conclusion.failures()).isEmpty();
        assertThat(conclusion.text())
                .contains(
                        "| runs acknowledged, of those offered | 60000 of 60000, 1000.0 a second | all, at 1000 a second for 60 s |",
                        "| p99 of the time to the answer | 99.9 ms | at most 100 ms |",
                        "| p50 and the longest | 4.0 ms, 300.0 ms | |",
                        "| missing after kill -9, of all that was acknowledged | 0 of 82000 | 0 |",
                        "20000 runs of `demo/digits-resnet.onnx`",
                        "every 1.0 ms",
                        "`-XX:+UseSerialGC -Xmx512m`",
                        "| PostgreSQL: server_version | 18.1 |",
                        "at 1500 a second",
                        "| a page to the disk, with a flush | 0.80 ms |")
                .doesNotContain("| an answer");
    }

    @Test
    void eachFaultFails() {
        assertThat(conclusion(load(59_999, 1, 99, List.of("503 a|b\n")), 0, 2000, DURABLE)
                        .failures())
                .hasSize(2)
                .anyMatch(failure -> failure.startsWith("runs acknowledged, of those offered: 59999 of 60000"))
                .anyMatch(failure -> failure.startsWith("refused, without an answer, not sent any more: 1, 0, 0"));
        assertThat(conclusion(load(60_000, 0, 100.1, List.of()), 0, 2000, DURABLE)
                        .failures())
                .containsExactly("p99 of the time to the answer: 100.1 ms, asked for is at most 100 ms");
        assertThat(conclusion(load(60_000, 0, Double.NaN, List.of()), 0, 2000, DURABLE)
                        .failures())
                .hasSize(1);
        assertThat(conclusion(GOOD, 1, 2000, DURABLE).failures())
                .containsExactly("missing after kill -9, of all that was acknowledged: 1 of 82000, asked for is 0");
        assertThat(conclusion(GOOD, 0, 0, DURABLE).failures()).hasSize(1);
        assertThat(conclusion(GOOD, 0, 2000, Map.of("fsync", "off", "synchronous_commit", "on"))
                        .failures())
                .containsExactly("the database's fsync: off, asked for is on");
        assertThat(conclusion(GOOD, 0, 2000, Map.of("fsync", "on")).failures())
                .containsExactly("the database's synchronous_commit: unknown, asked for is on");
    }

    @Test
    void whatWasAnsweredInsteadIsOnThePage() {
        assertThat(conclusion(load(59_999, 1, 99, List.of("503 a|b\n c")), 0, 2000, DURABLE)
                        .text())
                .contains("| an answer | `503 a\\|b c` |");
    }

    @Test
    void whatWasAnsweredInsteadOfARunIsOnThePage() {
        assertThat(conclusion(GOOD, 1, 2000, DURABLE).text()).contains("| an answer after the kill | `429 later` |");
    }

    private static Conclusion conclusion(
            LoadFigures load, int missing, int keptUnderKill, Map<String, String> settings) {
        SubmitFigures figures = new SubmitFigures(
                20_000,
                25,
                64,
                load,
                true,
                82_000,
                keptUnderKill,
                new LoadFigures(
                        1500,
                        82_000,
                        82_000 - missing,
                        missing,
                        0,
                        0,
                        55,
                        4,
                        9,
                        20,
                        1.5,
                        missing > 0 ? List.of("429 later") : List.of()),
                4,
                "-XX:+UseSerialGC -Xmx512m",
                settings,
                0.8);
        return new SubmitCheck().conclude(List.of(Figures.of("1000-a-second", figures)));
    }

    private static LoadFigures load(int accepted, int refused, double p99, List<String> complaints) {
        return new LoadFigures(1000, 60_000, accepted, refused, 0, 0, 60, 4, p99, 300, 1.5, complaints);
    }
}

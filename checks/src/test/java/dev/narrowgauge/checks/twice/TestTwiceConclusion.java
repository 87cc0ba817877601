package dev.narrowgauge.checks.twice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.checks.frame.Figures;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestTwiceConclusion {
    @Test
    void demosThatAgreePass() {
        assertThat(failures(demo("PASS", "FASTER", 0.36, 0.35, 0.37), demo("PASS", "FASTER", 0.365, 0.36, 0.372)))
                .isEmpty();
    }

    @Test
    void anotherAnswerFails() {
        assertThat(failures(demo("PASS", "SAME", 1, 0.99, 1.01), demo("FAIL", "SLOWER", 1.03, 1.005, 1.05)))
                .containsExactly(
                        "first-1 and first-2: PASS, then FAIL",
                        "first-1 and first-2: int8 PASS SAME, then int8 FAIL SLOWER");
    }

    @Test
    void intervalsApartAndWideOnesFail() {
        assertThat(failures(demo("PASS", "FASTER", 0.36, 0.35, 0.37), demo("PASS", "FASTER", 0.4, 0.38, 0.45)))
                .containsExactly(
                        "first-1 and first-2: the intervals of int8 do not overlap",
                        "first-2: half of the interval of int8 is wider than 5 %");
    }

    @Test
    void variantWithoutARatioFails() {
        DemoFigures none = demo("INVALID", "INVALID", Double.NaN, Double.NaN, Double.NaN);
        assertThat(failures(none, none)).hasSize(3).first().asString().contains("do not overlap");
    }

    private static List<String> failures(DemoFigures one, DemoFigures other) {
        return TwiceConclusion.of(List.of(Figures.of("first-1", one), Figures.of("first-2", other)), Figures::row)
                .failures();
    }

    private static DemoFigures demo(String verdict, String speed, double ratio, double low, double high) {
        return new DemoFigures(verdict, 80, List.of(new DemoFigures.Variant("int8", verdict, speed, ratio, low, high)));
    }
}

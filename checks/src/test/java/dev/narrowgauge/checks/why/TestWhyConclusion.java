package dev.narrowgauge.checks.why;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.checks.frame.Conclusion;
import dev.narrowgauge.checks.frame.Figures;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestWhyConclusion {
    private static Figures figures(double variant, double parts, Double least) {
        return Figures.of(
                "a-model",
                new WhyFigures(
                        List.of("The reason."),
                        1000,
                        variant,
                        900,
                        least,
                        parts,
                        50,
                        List.of(new WhyFigures.Part("conv", "Conv", 800, "QLinearConv", 200))));
    }

    @Test
    void figuresThatAddUpPass() {
        Conclusion conclusion = WhyConclusion.of(List.of(figures(400, -650, 0.3)));
        assertThat(conclusion.failures()).isEmpty();
        assertThat(conclusion.text())
                .contains("## a-model", "- The reason.", "| conv | Conv | 800 | QLinearConv | 200 |")
                .contains("| between kernels | | | | +50 |");
    }

    @Test
    void whatIsLostOnTheWayFails() {
        assertThat(WhyConclusion.of(List.of(figures(400, -500, 0.3))).failures())
                .containsExactly("a-model: its parts and transitions change by 150.0 µs more than all kernels do.");
    }

    @Test
    void kernelsFasterThanTheBoundFail() {
        assertThat(WhyConclusion.of(List.of(figures(400, -650, 0.5))).failures())
                .containsExactly(
                        "a-model: its kernels take 0.400 of the baseline's time, less than the least ratio of 0.500.");
        assertThat(WhyConclusion.of(List.of(figures(400, -650, null))).failures())
                .hasSize(1);
    }
}

package dev.narrowgauge.domain.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.profile.KernelTime.Kind;
import dev.narrowgauge.domain.profile.Roofline.Numbers;
import dev.narrowgauge.domain.profile.Roofline.Roof;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestSpeedReasons {
    private static final Roofline ROOFLINE = new Roofline(
            1, List.of(new Roof(Numbers.FP32, 1e10, 2e10, 1e10), new Roof(Numbers.INT8, 4e10, 8e10, 1e10)));

    private static KernelTime kernel(String name, String operator, Kind kind, double micros, Long macs) {
        return new KernelTime(name, operator, kind, List.of(name), "float", micros, macs);
    }

    private static final OperatorProfile BASELINE = new OperatorProfile(
            List.of(
                    kernel("conv", "Conv", Kind.FLOAT, 500, 2_000_000L),
                    kernel("norm", "LayerNormalization", Kind.FLOAT, 500, null)),
            1000);

    @Test
    void sentencesFollowFromTheFigures() {
        OperatorProfile variant = new OperatorProfile(
                List.of(
                        kernel("in", "QuantizeLinear", Kind.CONVERSION, 20, null),
                        kernel("conv", "QLinearConv", Kind.INTEGER, 50, 2_000_000L),
                        kernel("out", "DequantizeLinear", Kind.CONVERSION, 30, null),
                        kernel("norm", "LayerNormalization", Kind.FLOAT, 600, null)),
                1000);
        List<String> reasons = SpeedReasons.of(ProfileComparison.of(BASELINE, variant), ROOFLINE);
        assertThat(reasons)
                .containsExactly(
                        "The variant's kernels take 700 µs, the baseline's 1,000 µs: a ratio of 0.700.",
                        "1 of 1 kernel that multiply do so in integers; integer kernels take 7.14 % of the variant's time.",
                        "2 conversions between types of numbers take 50.0 µs, 7.14 % of the variant's time.",
                        "What multiplies takes 50 % of the baseline's time; at this machine's measured INT8 peak a ratio of 0.525 is the least that INT8 could reach.",
                        "Kernels that multiply run at 20 % of the peak of their numbers in the baseline, and at 50 % in the variant.",
                        "conv gains most: Conv in 500 µs becomes QLinearConv in 50.0 µs.",
                        "norm loses most: LayerNormalization in 500 µs becomes LayerNormalization in 600 µs.",
                        "300 µs of each of the variant's runs pass outside of kernels, 30 % of it: a network this small gains little.");
    }

    @Test
    void withoutTimesNothingIsSaid() {
        OperatorProfile none = new OperatorProfile(List.of(), 1000);
        assertThat(SpeedReasons.of(ProfileComparison.of(BASELINE, none), ROOFLINE))
                .containsExactly("ONNX Runtime recorded no times of kernels.");
    }
}

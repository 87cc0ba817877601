package dev.narrowgauge.domain.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.narrowgauge.domain.profile.KernelTime.Kind;
import dev.narrowgauge.domain.profile.ProfileComparison.Row;
import dev.narrowgauge.domain.profile.Roofline.Numbers;
import dev.narrowgauge.domain.profile.Roofline.Roof;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestProfileComparison {
    private static KernelTime kernel(
            String name, String operator, Kind kind, double micros, Long macs, String... values) {
        return new KernelTime(name, operator, kind, List.of(values), "float", micros, macs);
    }

    private static final OperatorProfile BASELINE = new OperatorProfile(
            List.of(
                    kernel("", "ReorderInput", Kind.LAYOUT, 5, null, "x_nchwc"),
                    kernel("conv1", "Conv", Kind.FLOAT, 400, 4_000_000L, "r1"),
                    kernel("conv2", "Conv", Kind.FLOAT, 200, 2_000_000L, "r2"),
                    kernel("pool", "GlobalAveragePool", Kind.FLOAT, 20, null, "p"),
                    kernel("gemm", "Gemm", Kind.FLOAT, 75, 300_000L, "y")),
            720);

    private static final OperatorProfile VARIANT = new OperatorProfile(
            List.of(
                    kernel("x_q", "QuantizeLinear", Kind.CONVERSION, 30, null, "x"),
                    kernel("conv1", "QLinearConv", Kind.INTEGER, 100, 4_000_000L, "r1"),
                    kernel("r2_q", "QLinearConv", Kind.INTEGER, 60, 2_000_000L, "r2"),
                    kernel("r2_d", "DequantizeLinear", Kind.CONVERSION, 10, null, "r2"),
                    kernel("gemm", "Gemm", Kind.FLOAT, 75, 300_000L, "y"),
                    kernel("new", "Transpose", Kind.FLOAT, 7, null, "t")),
            300);

    @Test
    void kernelsAreMatchedByNameAndThenByValue() {
        List<Row> rows = ProfileComparison.of(BASELINE, VARIANT).rows();
        assertThat(rows).extracting(Row::name).containsExactly("conv1", "conv2", "pool", "gemm", "new");
        assertThat(rows.get(1).variant().name()).isEqualTo("r2_q");
        assertThat(rows.get(2).variant()).isNull();
        assertThat(rows.get(4).baseline()).isNull();
    }

    /** Nothing is lost on the way: what rows and transitions change is what all kernels do. */
    @Test
    void changesAddUp() {
        ProfileComparison comparison = ProfileComparison.of(BASELINE, VARIANT);
        double rows = comparison.rows().stream().mapToDouble(Row::change).sum();
        assertThat(rows + comparison.transitionChange())
                .isCloseTo(VARIANT.kernelMicros() - BASELINE.kernelMicros(), within(1e-9));
        assertThat(comparison.transitionChange()).isEqualTo(35);
        assertThat(comparison.largestChanges(2)).extracting(Row::name).containsExactly("conv1", "conv2");
        assertThat(VARIANT.micros(Kind.INTEGER)).isEqualTo(160);
        assertThat(VARIANT.count(Kind.CONVERSION)).isEqualTo(2);
    }

    @Test
    void boundIsThatOfTheMachinesPeak() {
        Roofline roofline = new Roofline(
                1,
                List.of(
                        new Roof(Numbers.FP32, 10e9, 20e9, 1e10),
                        new Roof(Numbers.BF16, null, null, null),
                        new Roof(Numbers.INT8, 30e9, 80e9, 1e10)));
        SpeedBound ofBaseline = SpeedBound.of(BASELINE, roofline);
        // 200 + 100 + 30 of 400 + 200 + 75 at the peak in floats.
        assertThat(ofBaseline.peakShare()).isCloseTo(330.0 / 675, within(1e-9));
        // 50, 25 and 10 in integers; 25 are spent elsewhere.
        assertThat(ofBaseline.leastInt8Ratio()).isCloseTo((50 + 25 + 10 + 25) / 700.0, within(1e-9));
        SpeedBound ofVariant = SpeedBound.of(VARIANT, roofline);
        assertThat(ofVariant.peakShare()).isCloseTo((50 + 25 + 30) / 235.0, within(1e-9));
        assertThat(ofVariant.multiplyingMicros()).isEqualTo(235);
    }

    @Test
    void withoutAPeakNothingIsBounded() {
        Roofline roofline = new Roofline(1, List.of(new Roof(Numbers.INT8, null, null, null)));
        SpeedBound bound = SpeedBound.of(BASELINE, roofline);
        assertThat(bound.peakShare()).isNull();
        assertThat(bound.leastInt8Ratio()).isNull();
    }
}

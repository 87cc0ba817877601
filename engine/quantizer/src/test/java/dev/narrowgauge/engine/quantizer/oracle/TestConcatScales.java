package dev.narrowgauge.engine.quantizer.oracle;

import static dev.narrowgauge.engine.onnx.graph.Attributes.integer;
import static dev.narrowgauge.engine.onnx.graph.Attributes.integers;
import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.engine.quantizer.QuantizedTensor;
import dev.narrowgauge.engine.quantizer.numbers.QuantizationParameters;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a Concat joins has the scale of its result, where nothing is lost by that. */
class TestConcatScales {
    private static final long SEED = 31;

    private static String scaled(TinyModel m, String x, double deviation) {
        return m.node("Conv", List.of(x, m.random(deviation, 8, 3, 1, 1)));
    }

    private static QuantizationParameters of(TinyRun run, String value) {
        return run.quantized().activations().stream()
                .filter(tensor -> tensor.floatName().equals(value))
                .map(QuantizedTensor::parameters)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatOnlyTheConcatReads() {
        TinyModel m = new TinyModel(SEED);
        String x = m.input("x", 1, 3, 8, 8);
        String wide = scaled(m, x, 1);
        String narrow = m.node("MaxPool", List.of(scaled(m, x, 0.2)), integers("kernel_shape", 1, 1));
        String joined = m.node("Concat", List.of(wide, narrow), integer("axis", 1));
        m.output(m.conv(joined, 16, 4));
        TinyRun run = TinyRun.of(m.build(), Recipe.INT8_STATIC, SEED);
        assertThat(of(run, wide)).isEqualTo(of(run, joined));
        assertThat(of(run, narrow)).isEqualTo(of(run, joined));
        assertThat(run.fused()).containsEntry("QLinearConcat", 1).containsEntry("QLinearConv", 3);
        assertThat(run.worstSqnr()).isGreaterThan(30);
    }

    @Test
    void whatOthersReadKeepsItsScale() {
        TinyModel m = new TinyModel(SEED);
        String x = m.input("x", 1, 3, 8, 8);
        String wide = scaled(m, x, 1);
        String narrow = scaled(m, x, 0.2);
        String joined = m.node("Concat", List.of(wide, narrow), integer("axis", 1));
        m.output(m.conv(joined, 16, 4));
        m.output(m.conv(narrow, 8, 4));
        TinyRun run = TinyRun.of(m.build(), Recipe.INT8_STATIC, SEED);
        assertThat(of(run, wide)).isEqualTo(of(run, joined));
        assertThat(of(run, narrow).scale()).isLessThan(of(run, joined).scale() / 2);
    }

    /** A Relu ends at zero; codes of a result that goes below it do not. */
    @Test
    void aRangeThatEndsAtACutKeepsThatEnd() {
        TinyModel m = new TinyModel(SEED);
        String x = m.input("x", 1, 3, 8, 8);
        String cut = m.node("Relu", List.of(scaled(m, x, 1)));
        String open = scaled(m, x, 1);
        String joined = m.node("Concat", List.of(cut, open), integer("axis", 1));
        m.output(m.conv(joined, 16, 4));
        TinyRun run = TinyRun.of(m.build(), Recipe.INT8_STATIC, SEED);
        assertThat(of(run, cut).zeroPoint()).isZero();
        assertThat(of(run, open)).isEqualTo(of(run, joined));
        assertThat(run.fused()).doesNotContainKey("Relu");
        assertThat(run.worstSqnr()).isGreaterThan(30);
    }

    @Test
    void theResultTakesTheScaleOfTheOperandThatFillsIt() {
        TinyModel m = new TinyModel(SEED);
        String x = m.input("x", 1, 3, 8, 8);
        String wide = scaled(m, x, 1);
        String narrow = scaled(m, x, 0.2);
        String joined = m.node("Concat", List.of(wide, narrow), integer("axis", 1));
        // Its form reads the codes with another scale, which follows that of the result.
        m.output(m.conv(m.node("HardSwish", List.of(joined)), 16, 4));
        m.output(m.conv(wide, 8, 4));
        Recipe recipe = Recipe.fromMap(Map.of("mode", "static", "calibration", Map.of("method", "minmax")));
        TinyRun run = TinyRun.of(m.build(), recipe, SEED);
        assertThat(of(run, joined)).isEqualTo(of(run, wide));
        assertThat(of(run, narrow)).isEqualTo(of(run, joined));
        assertThat(run.worstSqnr()).isGreaterThan(30);
    }

    @Test
    void aRecipesRangeStays() {
        TinyModel m = new TinyModel(SEED);
        String x = m.input("x", 1, 3, 8, 8);
        String wide = scaled(m, x, 1);
        String given = scaled(m, x, 0.2);
        String joined = m.node("Concat", List.of(wide, given), integer("axis", 1));
        m.output(m.conv(joined, 16, 4));
        Recipe recipe = Recipe.fromMap(Map.of(
                "mode",
                "static",
                "overrides",
                Map.of("tensors", List.of(Map.of("match", List.of(given), "minimum", 0, "maximum", 0.51)))));
        TinyRun run = TinyRun.of(m.build(), recipe, SEED);
        assertThat(of(run, given))
                .isEqualTo(QuantizationParameters.asymmetric(of(run, given).type(), 0, 0.51f));
        assertThat(of(run, wide)).isEqualTo(of(run, joined));
    }
}

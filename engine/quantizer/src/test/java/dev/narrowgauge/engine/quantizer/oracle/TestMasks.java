package dev.narrowgauge.engine.quantizer.oracle;

import static dev.narrowgauge.engine.onnx.graph.Attributes.integer;
import static dev.narrowgauge.engine.onnx.graph.Attributes.integers;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.report.NodeReport;
import dev.narrowgauge.domain.report.TensorReport;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.Tensors;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Attention whose mask is any of the numbers that exporters write: the products compute in integers, the mask does not count. */
class TestMasks {
    private static final long SEED = 21;
    private static final int LENGTH = 8;

    static Stream<Arguments> masks() {
        return Stream.of(-1e4f, -65504f, -3.4028235e38f, Float.NEGATIVE_INFINITY)
                .flatMap(mask ->
                        Stream.of("Add", "Add computed", "Where", "Conv").map(form -> Arguments.of(mask, form)));
    }

    @ParameterizedTest(name = "{0} by {1}")
    @MethodSource("masks")
    void attentionIsQuantizedAroundTheMask(float mask, String form) {
        TinyModel model = new TinyModel(SEED);
        String x = model.input("x", 2, LENGTH, 16);
        String query = model.node("MatMul", List.of(x, model.random(0.3, 16, 16)));
        String key = model.node("MatMul", List.of(x, model.random(0.3, 16, 16)));
        String scores =
                model.node("MatMul", List.of(query, model.node("Transpose", List.of(key), integers("perm", 0, 2, 1))));
        String masked = masked(model, scores, mask, form);
        String weights = model.node("Softmax", List.of(masked), integer("axis", -1));
        model.output(model.node("MatMul", List.of(weights, x)));

        TinyRun run = TinyRun.of(model.build(), Recipe.INT8_STATIC, SEED);
        assertThat(run.fused())
                .doesNotContainKeys("MatMul", "Conv", "FusedConv", "Where".equals(form) ? "-" : "QLinearAdd");
        assertThat(run.quantized().nodes())
                .filteredOn(node -> node.opType().equals("MatMul"))
                .extracting(NodeReport::placement)
                .containsOnly(NodeReport.QUANTIZED);
        assertThat(run.quantized().tensors())
                .extracting(TensorReport::minimum)
                .allSatisfy(minimum -> assertThat(minimum).isGreaterThan(-1000));
        assertThat(run.worstSqnr()).isGreaterThan(25);
    }

    private static String masked(TinyModel model, String scores, float mask, String form) {
        return switch (form) {
            case "Add" -> model.node("Add", List.of(scores, causal(model, mask)));
            case "Add computed" -> {
                float finite = Math.max(mask, -Float.MAX_VALUE);
                String ones = model.constant(triangle(1), 1, LENGTH, LENGTH);
                String product = model.node("Mul", List.of(ones, model.scalar(finite)));
                yield model.node("Add", List.of(scores, model.node("Identity", List.of(product))));
            }
            case "Where" -> {
                byte[] hidden = new byte[LENGTH * LENGTH];
                float[] triangle = triangle(1);
                for (int i = 0; i < hidden.length; i++) {
                    hidden[i] = (byte) triangle[i];
                }
                String condition = model.constant(
                        Tensors.raw("hidden", ElementType.BOOL, ByteString.copyFrom(hidden), 1, LENGTH, LENGTH));
                yield model.node("Where", List.of(condition, model.scalar(mask), scores));
            }
            default -> {
                String images = model.node("Unsqueeze", List.of(scores, model.constant(1L)));
                String mixed = model.node("Conv", List.of(images, model.random(1, 1, 1, 1, 1)));
                String added = model.node("Add", List.of(mixed, causal(model, mask)));
                yield model.node("Squeeze", List.of(added, model.constant(1L)));
            }
        };
    }

    private static String causal(TinyModel model, float mask) {
        return model.constant(triangle(mask), 1, LENGTH, LENGTH);
    }

    private static float[] triangle(float value) {
        float[] values = new float[LENGTH * LENGTH];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % LENGTH > i / LENGTH ? value : 0;
        }
        return values;
    }

    /** What only moves a mask must not carry its range either. */
    @Test
    void largeNumbersElsewhereDoNotMatter() {
        TinyModel model = new TinyModel(SEED);
        String x = model.conv(model.input("x", 1, 3, 8, 8), 3, 8);
        model.output(model.conv(model.node("Add", List.of(x, model.conv(x, 8, 8))), 8, 4));
        model.output(model.node("Add", List.of(model.scalar(-1e5f), x)));
        TinyRun run = TinyRun.of(model.build(), Recipe.INT8_STATIC, SEED);
        assertThat(run.fused()).containsEntry("QLinearConv", 3).containsEntry("QLinearAdd", 1);
    }
}

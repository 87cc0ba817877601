package dev.narrowgauge.engine.quantizer.oracle;

import static dev.narrowgauge.engine.onnx.graph.Attributes.integer;
import static dev.narrowgauge.engine.onnx.graph.Attributes.integers;
import static dev.narrowgauge.engine.onnx.graph.Attributes.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.quantizer.QuantizedModel;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Operators that move, select or index: ONNX Runtime runs them on the codes, at the opsets before and after their changes. */
class TestOperatorRows {
    private static final long SEED = 11;

    static Stream<Arguments> rows() {
        return Stream.of(
                row("Slice", (m, x) -> m.node("Slice", List.of(x, m.constant(1L), m.constant(7L), m.constant(2L)))),
                row(
                        "Gather",
                        (m, x) -> m.node("Gather", List.of(x, m.constant(7, 0, 1, 2, 3, 4, 5, 6)), integer("axis", 1))),
                row("Expand", (m, x) -> m.node("Expand", List.of(x, m.constant(2, 8, 8, 8)))),
                row("Tile", (m, x) -> m.node("Tile", List.of(x, m.constant(1, 1, 2, 1)))),
                row("Resize", (m, x) -> m.node("Resize", List.of(x, "", scales(m)), text("mode", "nearest"))),
                row("GatherElements", (m, x) -> m.node("GatherElements", List.of(x, indices(m)), integer("axis", 1))),
                row("Where", (m, x) -> m.node("Where", List.of(mask(m), x, m.conv(x, 8, 8)))),
                row("Where constant", (m, x) -> m.node("Where", List.of(mask(m), x, m.scalar(0.25f)))));
    }

    private static Arguments row(String name, BiFunction<TinyModel, String, String> between) {
        return Arguments.of(name, between);
    }

    private static String scales(TinyModel model) {
        return model.constant(new float[] {1, 1, 2, 2}, 4);
    }

    private static String indices(TinyModel model) {
        return model.constant(Tensors.int64("indices", new long[8 * 64], 1, 8, 8, 8));
    }

    private static String mask(TinyModel model) {
        byte[] mask = new byte[8 * 64];
        for (int i = 0; i < mask.length; i += 3) {
            mask[i] = 1;
        }
        return model.constant(Tensors.raw("mask", ElementType.BOOL, ByteString.copyFrom(mask), 1, 8, 8, 8));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void runsOnCodes(String name, BiFunction<TinyModel, String, String> between) {
        for (long opset : new long[] {13, 17, 21}) {
            TinyModel model = new TinyModel(SEED);
            String before = model.conv(model.input("x", 1, 3, 8, 8), 3, 8);
            model.output(model.conv(between.apply(model, before), 8, 4));
            TinyRun run = TinyRun.of(model.build(opset), Recipe.INT8_STATIC, SEED);
            assertAllInteger(run, "opset " + opset);
        }
    }

    @Test
    void reduceMaxAndMinOverTheImage() {
        for (String operator : List.of("ReduceMax", "ReduceMin")) {
            TinyModel model = new TinyModel(SEED);
            String x = model.conv(model.input("x", 1, 3, 8, 8), 3, 8);
            model.output(model.conv(model.node(operator, List.of(x), integers("axes", 2, 3)), 8, 4));
            assertAllInteger(TinyRun.of(model.build(), Recipe.INT8_STATIC, SEED), operator);
        }
    }

    @Test
    void depthToSpace() {
        TinyModel model = new TinyModel(SEED);
        String x = model.conv(model.input("x", 1, 3, 8, 8), 3, 8);
        model.output(model.conv(model.node("DepthToSpace", List.of(x), integer("blocksize", 2)), 2, 4));
        assertAllInteger(TinyRun.of(model.build(), Recipe.INT8_STATIC, SEED), "DepthToSpace");
    }

    @Test
    void splitGivesEachReaderCodes() {
        TinyModel model = new TinyModel(SEED);
        String x = model.conv(model.input("x", 1, 3, 8, 8), 3, 8);
        model.nodeTo("Split", List.of(x, model.constant(3, 5)), List.of("left", "right"), integer("axis", 1));
        model.output(model.conv("left", 3, 4));
        model.output(model.conv("right", 5, 4));
        TinyRun run = TinyRun.of(model.build(), Recipe.INT8_STATIC, SEED);
        assertThat(run.fused()).containsEntry("QLinearConv", 3).containsEntry("DequantizeLinear", 2);
        assertThat(run.worstSqnr()).isGreaterThan(25);
    }

    @Test
    void splitWithAResultThatNothingReadsStaysFloat() {
        TinyModel model = new TinyModel(SEED);
        String x = model.conv(model.input("x", 1, 3, 8, 8), 3, 8);
        model.nodeTo("Split", List.of(x, model.constant(3, 5)), List.of("left", "right"), integer("axis", 1));
        model.output(model.conv("left", 3, 4));
        TinyRun run = TinyRun.of(model.build(), Recipe.INT8_STATIC, SEED);
        assertThat(run.fused()).containsEntry("QLinearConv", 2);
        assertThat(reason(run.quantized(), "Split")).contains("Nothing reads");
    }

    @Test
    void argMaxReadsCodes() {
        TinyModel model = new TinyModel(SEED);
        String x = model.conv(model.input("x", 1, 3, 8, 8), 3, 8);
        String index = model.node("ArgMax", List.of(x), integer("axis", 1));
        model.output(model.node("Cast", List.of(index), integer("to", ElementType.FLOAT.number())));
        TinyRun run = TinyRun.of(model.build(), Recipe.INT8_STATIC, SEED);
        assertThat(run.fused()).containsEntry("QLinearConv", 1).doesNotContainKey("DequantizeLinear");
    }

    @Test
    void reluAfterPoolingDisappears() {
        TinyModel model = new TinyModel(SEED);
        String x = model.conv(model.input("x", 1, 3, 8, 8), 3, 8);
        String pooled = model.node("MaxPool", List.of(x), integers("kernel_shape", 2, 2), integers("strides", 2, 2));
        String turned = model.node("Transpose", List.of(pooled), integers("perm", 0, 1, 3, 2));
        model.output(model.conv(model.node("Relu", List.of(turned)), 8, 4));
        TinyRun run = TinyRun.of(model.build(), Recipe.INT8_STATIC, SEED);
        assertAllInteger(run, "Relu");
        assertThat(run.fused()).doesNotContainKey("Relu");
    }

    @Test
    void masksStayOutOfEveryRange() {
        TinyModel model = new TinyModel(SEED);
        String x = model.conv(model.input("x", 1, 3, 8, 8), 3, 8);
        String masked = model.node("Where", List.of(mask(model), x, model.scalar(-3.4e38f)));
        String soft = model.node("Softmax", List.of(masked), integer("axis", 1));
        model.output(model.conv(soft, 8, 4));
        TinyRun run = TinyRun.of(model.build(), Recipe.INT8_STATIC, SEED);
        assertThat(reason(run.quantized(), "Where")).contains("mask");
        assertThat(run.worstSqnr()).isGreaterThan(25);
    }

    @Test
    void whatInterpolatesStaysFloat() {
        TinyModel model = new TinyModel(SEED);
        String x = model.conv(model.input("x", 1, 3, 8, 8), 3, 8);
        model.output(model.conv(model.node("Resize", List.of(x, "", scales(model)), text("mode", "linear")), 8, 4));
        TinyRun run = TinyRun.of(model.build(), Recipe.INT8_STATIC, SEED);
        assertThat(reason(run.quantized(), "Resize")).contains("nearest");
    }

    private static void assertAllInteger(TinyRun run, String what) {
        Map<String, Integer> fused = run.fused();
        assertThat(fused).as("%s %s", what, run.quantized().nodes()).doesNotContainKeys("Conv", "FusedConv");
        assertThat(fused).as(what).containsEntry("QuantizeLinear", 1).containsEntry("DequantizeLinear", 1);
        assertThat(run.worstSqnr()).as(what).isGreaterThan(25);
    }

    private static String reason(QuantizedModel model, String opType) {
        return model.nodes().stream()
                .filter(node -> node.opType().equals(opType))
                .findFirst()
                .orElseThrow()
                .reason();
    }
}

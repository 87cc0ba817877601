package dev.narrowgauge.engine.quantizer.oracle;

import static dev.narrowgauge.engine.onnx.graph.Attributes.integer;
import static dev.narrowgauge.engine.onnx.graph.Attributes.integers;
import static dev.narrowgauge.engine.onnx.graph.Attributes.real;
import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.recipe.Recipe;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every row of the rule table, seen in the graph that ONNX Runtime makes of it. */
class TestFusion {
    private static final long SEED = 7;

    /** What stands between two convolutions, and the operator that ONNX Runtime must make of it. */
    static Stream<Arguments> between() {
        return Stream.of(
                row("Add", "QLinearAdd", (m, x) -> m.node("Add", List.of(x, m.conv(x, 8, 8)))),
                row("Add constant", "QLinearAdd", (m, x) -> m.node("Add", List.of(x, m.random(0.5, 8, 1, 1)))),
                row("Add to itself", "QLinearAdd", (m, x) -> m.node("Add", List.of(x, x))),
                row("Mul", "QLinearMul", (m, x) -> m.node("Mul", List.of(x, m.node("Sigmoid", List.of(x))))),
                row("Mul scalar", "QLinearMul", (m, x) -> m.node("Mul", List.of(x, m.scalar(0.7f)))),
                row("Sigmoid", "QLinearSigmoid", (m, x) -> m.node("Sigmoid", List.of(x))),
                row("LeakyRelu", "QLinearLeakyRelu", (m, x) -> m.node("LeakyRelu", List.of(x), real("alpha", 0.1f))),
                row("Softmax", "QLinearSoftmax", (m, x) -> m.node("Softmax", List.of(x), integer("axis", 1))),
                row(
                        "Concat",
                        "QLinearConcat",
                        (m, x) -> narrow(m, m.node("Concat", List.of(x, m.conv(x, 8, 8)), integer("axis", 1)))),
                row(
                        "AveragePool",
                        "QLinearConv",
                        (m, x) -> m.conv(
                                m.node("AveragePool", List.of(m.conv(x, 8, 16)), integers("kernel_shape", 2, 2)),
                                16,
                                8)),
                row("GlobalAveragePool", "QLinearGlobalAveragePool", (m, x) -> m.node("GlobalAveragePool", List.of(x))),
                row("MaxPool", "NhwcMaxPool", (m, x) -> m.node("MaxPool", List.of(x), integers("kernel_shape", 2, 2))),
                row("Transpose", "Transpose", (m, x) -> m.node("Transpose", List.of(x), integers("perm", 0, 1, 3, 2))),
                row("Reshape", "Reshape", (m, x) -> m.node("Reshape", List.of(x, m.constant(1, 8, 4, 16)))),
                row(
                        "Squeeze and Unsqueeze",
                        "Unsqueeze",
                        (m, x) -> m.node(
                                "Unsqueeze", List.of(m.node("Squeeze", List.of(x, m.constant(0L))), m.constant(0L)))),
                row(
                        "Flatten",
                        "Flatten",
                        (m, x) -> m.node("Reshape", List.of(m.node("Flatten", List.of(x)), m.constant(1, 8, 8, 8)))));
    }

    private static Arguments row(String name, String expected, BiFunction<TinyModel, String, String> between) {
        return Arguments.of(name, expected, between);
    }

    private static String narrow(TinyModel model, String value) {
        return model.node("Conv", List.of(value, model.random(0.3, 8, 16, 1, 1)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("between")
    void runsOnIntegers(String name, String expected, BiFunction<TinyModel, String, String> between) {
        TinyModel model = new TinyModel(SEED);
        String before = model.conv(model.input("x", 1, 3, 8, 8), 3, 8);
        model.output(model.conv(between.apply(model, before), 8, 4));
        TinyRun run = TinyRun.of(model.build(), Recipe.INT8_STATIC, SEED);

        Map<String, Integer> fused = run.fused();
        assertThat(fused).containsKey(expected);
        assertThat(fused).doesNotContainKeys("Conv", "FusedConv", "Add", "Mul");
        assertThat(fused.get("QuantizeLinear")).isEqualTo(1);
        assertThat(fused.get("DequantizeLinear")).isEqualTo(1);
        assertThat(run.worstSqnr()).isGreaterThan(20);
    }

    /** On x86 the runtime turns signed activations into unsigned ones, in chains only; on ARM it takes them as they are. */
    @Test
    void signedActivationsFuseInChains() {
        TinyModel model = new TinyModel(SEED);
        String x = model.conv(model.input("x", 1, 3, 8, 8), 3, 8);
        String y = model.node("MaxPool", List.of(model.node("Relu", List.of(x))), integers("kernel_shape", 2, 2));
        model.output(model.conv(model.node("Sigmoid", List.of(y)), 8, 4));
        for (boolean symmetric : List.of(false, true)) {
            Recipe recipe = Recipe.fromMap(Map.of("activations", Map.of("type", "int8", "symmetric", symmetric)));
            TinyRun run = TinyRun.of(model.build(), recipe, SEED);
            assertThat(run.fused()).containsEntry("QLinearConv", 2).doesNotContainKeys("Conv", "Relu", "Sigmoid");
            assertThat(run.worstSqnr()).isGreaterThan(20);
        }
    }

    @Test
    void otherWeightsAndSymmetricActivations() {
        TinyModel model = new TinyModel(SEED);
        String x = model.node("Relu", List.of(model.conv(model.input("x", 1, 3, 8, 8), 3, 8)));
        model.output(model.gemm(model.node("Flatten", List.of(model.conv(x, 8, 4))), 256, 10));
        for (String type : List.of("int8", "uint8")) {
            for (String granularity : List.of("per-channel", "per-tensor")) {
                Recipe recipe = Recipe.fromMap(Map.of(
                        "activations", Map.of("symmetric", true),
                        "weights", Map.of("type", type, "granularity", granularity)));
                TinyRun run = TinyRun.of(model.build(), recipe, SEED);
                assertThat(run.fused()).containsEntry("QLinearConv", 2).containsEntry("QGemm", 1);
                assertThat(run.worstSqnr()).isGreaterThan(25);
            }
        }
    }

    @Test
    void reluAndClipDisappear() {
        TinyModel model = new TinyModel(SEED);
        String x = model.node("Relu", List.of(model.conv(model.input("x", 1, 3, 8, 8), 3, 8)));
        String six = model.node("Clip", List.of(model.conv(x, 8, 8), model.scalar(0), model.scalar(0.75f)));
        String both = model.node(
                "Clip", List.of(model.node("Add", List.of(six, x)), model.scalar(-0.3f), model.scalar(0.9f)));
        String open = model.node("Clip", List.of(model.conv(both, 8, 8), model.scalar(-0.5f)));
        model.output(model.conv(open, 8, 4));
        TinyRun run = TinyRun.of(model.build(), Recipe.INT8_STATIC, SEED);
        assertThat(run.fused()).doesNotContainKeys("Relu", "Clip", "Conv", "Add");
        assertThat(run.worstSqnr()).isGreaterThan(30);
    }

    /** ONNX Runtime makes one float kernel of Gemm and activation where no codes stand between or behind them. */
    @ParameterizedTest
    @ValueSource(
            strings = {"Relu", "LeakyRelu", "Sigmoid", "Tanh", "Elu", "Selu", "Softplus", "Softsign", "HardSigmoid"})
    void gemmBeforeAnActivationAndAFloatNodeStaysAnInteger(String activation) {
        TinyModel model = new TinyModel(SEED);
        String x = model.input("x", 1, 64);
        for (int i = 0; i < 4; i++) {
            x = model.node(activation, List.of(model.gemm(x, 64, 64)));
        }
        model.output(model.node("Softmax", List.of(x), integer("axis", -1)));
        assertThat(TinyRun.of(model.build(), Recipe.INT8_STATIC, SEED).fused())
                .containsEntry("QGemm", 4)
                .doesNotContainKeys("Gemm", "FusedGemm");
    }

    @Test
    void matMulBeforeAReluAndAFloatNodeStaysAnInteger() {
        TinyModel model = new TinyModel(SEED);
        String x = model.input("x", 1, 4, 64);
        x = model.node("Relu", List.of(model.node("MatMul", List.of(x, model.random(0.2, 64, 64)))));
        x = model.node("Relu", List.of(model.node("MatMul", List.of(x, model.random(0.2, 64, 64)))));
        model.output(model.node("Softmax", List.of(x), integer("axis", -1)));
        assertThat(TinyRun.of(model.build(), Recipe.INT8_STATIC, SEED).fused())
                .doesNotContainKeys("MatMul", "FusedMatMul");
    }

    @Test
    void valueWithFloatAndIntegerReadersStillFuses() {
        TinyModel model = new TinyModel(SEED);
        String x = model.conv(model.input("x", 1, 3, 8, 8), 3, 8);
        model.output(model.node("Tanh", List.of(x)));
        model.output(x);
        model.output(model.conv(x, 8, 4));
        TinyRun run = TinyRun.of(model.build(), Recipe.INT8_STATIC, SEED);
        assertThat(run.fused()).containsEntry("QLinearConv", 2).doesNotContainKeys("Conv");
        assertThat(run.worstSqnr()).isGreaterThan(30);
    }

    @Test
    void gemmGivesFloatWhereOnlyFloatIsRead() {
        TinyModel model = new TinyModel(SEED);
        String x = model.node("Relu", List.of(model.gemm(model.input("x", 4, 16), 16, 32)));
        String y = model.node(
                "Gemm",
                List.of(x, model.random(0.2, 32, 10), model.random(0.5, 1, 10)),
                real("alpha", 0.5f),
                real("beta", 2));
        model.output(y);
        TinyRun run = TinyRun.of(model.build(), Recipe.INT8_STATIC, SEED);
        assertThat(run.fused()).isEqualTo(Map.of("QuantizeLinear", 1, "QGemm", 2));
        assertThat(run.worstSqnr()).isGreaterThan(35);
    }

    @Test
    void matMulWithConstantAndWithComputedOperand() {
        TinyModel model = new TinyModel(SEED);
        String x = model.input("x", 2, 8, 16);
        String a = model.node("MatMul", List.of(x, model.random(0.3, 16, 16)));
        String b = model.node("Transpose", List.of(x), integers("perm", 0, 2, 1));
        String c = model.node("MatMul", List.of(a, b));
        model.output(model.node("MatMul", List.of(c, model.random(0.3, 8, 8))));
        TinyRun run = TinyRun.of(model.build(), Recipe.INT8_STATIC, SEED);
        assertThat(run.fused()).containsEntry("QLinearMatMul", 2).containsEntry("MatMulIntegerToFloat", 1);
        assertThat(run.fused()).doesNotContainKeys("MatMul", "DequantizeLinear");
        assertThat(run.worstSqnr()).isGreaterThan(30);
    }

    @Test
    void floatNeighboursKeepCheapOperatorsFloat() {
        TinyModel model = new TinyModel(SEED);
        String x = model.input("x", 1, 3, 8, 8);
        String y = model.node("Mul", List.of(model.node("Sigmoid", List.of(x)), x));
        model.output(model.node("Tanh", List.of(y)));
        TinyRun run = TinyRun.of(model.build(), Recipe.INT8_STATIC, SEED);
        assertThat(run.fused()).doesNotContainKeys("QuantizeLinear", "DequantizeLinear");
        assertThat(run.quantized().nodes())
                .allSatisfy(node -> assertThat(node.placement()).isEqualTo("float"));
    }

    @Test
    void excludedNodesStayFloat() {
        TinyModel model = new TinyModel(SEED);
        String x = model.conv(model.input("x", 1, 3, 8, 8), 3, 8);
        model.output(model.conv(x, 8, 4));
        Recipe recipe = Recipe.fromMap(Map.of("exclude", Map.of("nodes", List.of("Conv3"))));
        TinyRun run = TinyRun.of(model.build(), recipe, SEED);
        assertThat(run.fused()).containsEntry("QLinearConv", 1);
        assertThat(run.quantized().nodes())
                .filteredOn(node -> node.placement().equals("float"))
                .singleElement()
                .satisfies(node -> assertThat(node.reason()).contains("recipe"));
    }

    @Test
    void meanOverAnImageIsPooled() {
        for (int keep : new int[] {0, 1}) {
            TinyModel model = new TinyModel(SEED);
            String x = model.node("Relu", List.of(model.conv(model.input("x", 2, 3, 8, 8), 3, 8)));
            String mean = model.node("ReduceMean", List.of(x), integers("axes", -1, 2), integer("keepdims", keep));
            model.output(model.gemm(model.node("Flatten", List.of(mean)), 8, 10));
            TinyRun run = TinyRun.of(model.build(), Recipe.INT8_STATIC, SEED);
            assertThat(run.fused()).containsKey("QLinearGlobalAveragePool").doesNotContainKey("DequantizeLinear");
            assertThat(run.worstSqnr()).isGreaterThan(30);
        }
    }
}

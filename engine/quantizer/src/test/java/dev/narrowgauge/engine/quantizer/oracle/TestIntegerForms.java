package dev.narrowgauge.engine.quantizer.oracle;

import static dev.narrowgauge.engine.onnx.graph.Attributes.integer;
import static dev.narrowgauge.engine.onnx.graph.Attributes.integers;
import static dev.narrowgauge.engine.onnx.graph.Attributes.real;
import static dev.narrowgauge.engine.onnx.graph.Attributes.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.engine.quantizer.QuantizedModel;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Operators without a good integer kernel, written in ones that have one: between convolutions all of it runs on integers. */
class TestIntegerForms {
    private static final long SEED = 23;
    private static final int CHANNELS = 16;

    static Stream<Arguments> rows() {
        return Stream.of(
                row(
                        "HardSigmoid",
                        (m, x) -> m.node("HardSigmoid", List.of(x), real("alpha", 0.3f), real("beta", 0.4f))),
                row("HardSigmoid, the operator's constants", (m, x) -> m.node("HardSigmoid", List.of(x))),
                row("HardSwish", (m, x) -> m.node("HardSwish", List.of(x))),
                row(
                        "HardSwish behind HardSwish",
                        (m, x) -> m.node("HardSwish", List.of(m.node("HardSwish", List.of(x))))),
                row(
                        "Clip behind HardSigmoid",
                        (m, x) -> m.node(
                                "Clip", List.of(m.node("HardSigmoid", List.of(x)), m.scalar(-1), m.scalar(0.7f)))),
                row("Relu behind HardSwish", (m, x) -> m.node("Relu", List.of(m.node("HardSwish", List.of(x))))),
                row("gate", (m, x) -> m.node("Mul", List.of(x, gate(m, x)))),
                row("doubled", (m, x) -> resize(m, x, 2)),
                row("enlarged eight times", (m, x) -> resize(m, x, 8)),
                row(
                        "mean of 2 by 2",
                        (m, x) -> m.node(
                                "AveragePool", List.of(x), integers("kernel_shape", 2, 2), integers("strides", 2, 2))),
                row(
                        "mean of 3 by 3 with zeros around",
                        (m, x) -> m.node(
                                "AveragePool",
                                List.of(x),
                                integers("kernel_shape", 3, 3),
                                integers("pads", 1, 1, 1, 1),
                                integer("count_include_pad", 1))),
                row(
                        "Relu behind a mean",
                        (m, x) -> m.node(
                                "Relu", List.of(m.node("AveragePool", List.of(x), integers("kernel_shape", 2, 2))))),
                row("transposed convolution", (m, x) -> transposed(m, x, true)),
                row("transposed convolution without bias", (m, x) -> transposed(m, x, false)),
                row("Relu behind a transposed convolution", (m, x) -> m.node("Relu", List.of(transposed(m, x, true)))),
                row(
                        "DepthToSpace",
                        (m, x) -> widened(m, m.node("DepthToSpace", List.of(x), integer("blocksize", 2)), 4)),
                row("DepthToSpace, depth first", (m, x) -> widened(m, shuffled(m, x), 4)),
                row(
                        "DepthToSpace, depth first, behind Relu",
                        (m, x) -> widened(m, shuffled(m, m.node("Relu", List.of(m.conv(x, CHANNELS, CHANNELS)))), 4)));
    }

    private static Arguments row(String name, BiFunction<TinyModel, String, String> between) {
        return Arguments.of(name, between);
    }

    private static String gate(TinyModel m, String x) {
        String pooled = m.node("GlobalAveragePool", List.of(x));
        String narrow = m.node("Relu", List.of(m.node("Conv", List.of(pooled, m.random(0.5, 4, CHANNELS, 1, 1)))));
        return m.node("HardSigmoid", List.of(m.node("Conv", List.of(narrow, m.random(0.5, CHANNELS, 4, 1, 1)))));
    }

    private static String resize(TinyModel m, String x, float scale) {
        return m.node(
                "Resize",
                List.of(x, "", m.constant(new float[] {1, 1, scale, scale}, 4)),
                text("mode", "nearest"),
                text("coordinate_transformation_mode", "asymmetric"),
                text("nearest_mode", "floor"));
    }

    private static String transposed(TinyModel m, String x, boolean bias) {
        List<String> inputs = bias
                ? List.of(x, m.random(0.3, CHANNELS, CHANNELS, 2, 2), m.random(0.5, CHANNELS))
                : List.of(x, m.random(0.3, CHANNELS, CHANNELS, 2, 2));
        return m.node("ConvTranspose", inputs, integers("strides", 2, 2), integers("kernel_shape", 2, 2));
    }

    private static String shuffled(TinyModel m, String x) {
        return m.node("DepthToSpace", List.of(x), integer("blocksize", 2), text("mode", "CRD"));
    }

    private static String widened(TinyModel m, String x, int channels) {
        return m.conv(x, channels, CHANNELS);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void runsOnIntegers(String name, BiFunction<TinyModel, String, String> between) {
        for (long size : new long[] {8, -1}) {
            for (Recipe recipe : List.of(Recipe.INT8_STATIC, operators())) {
                TinyRun run = run(between, recipe, size);
                Map<String, Integer> fused = run.fused();
                assertThat(fused)
                        .as("%s", run.quantized().nodes())
                        .doesNotContainKeys("Conv", "FusedConv", "ConvTranspose", "HardSigmoid", "HardSwish", "Add")
                        .doesNotContainKeys("AveragePool", "QLinearAveragePool", "DepthToSpace", "Clip", "Relu")
                        .containsEntry("QuantizeLinear", 1)
                        .containsEntry("DequantizeLinear", 1);
                // Where the size is open it is multiplied while the model runs, once.
                assertThat(fused.getOrDefault("Mul", 0)).isEqualTo(fused.getOrDefault("Shape", 0));
                assertThat(run.worstSqnr()).isGreaterThan(25);
            }
        }
    }

    /** An enlarging Resize that is laid out with the channels last takes 30 times as long. */
    @Test
    void resizeKeepsItsLayout() {
        TinyRun run = run((m, x) -> resize(m, x, 4), Recipe.INT8_STATIC, 8);
        assertThat(run.fused()).containsEntry("Resize", 2).containsEntry("Transpose", 4);
    }

    /** The two Transposes around the blocks vanish in the convolutions, which have the channels last. */
    @Test
    void blocksAreSpreadWithChannelsLast() {
        TinyRun run = run((m, x) -> transposed(m, x, true), Recipe.INT8_STATIC, 8);
        assertThat(run.fused()).containsEntry("QLinearConv", 3).containsEntry("Transpose", 3);
    }

    @Test
    void floatNodesStayAsTheyAre() {
        TinyModel m = new TinyModel(SEED);
        String x = m.node("Tanh", List.of(m.input("x", 1, CHANNELS, 8, 8)));
        String y = m.node("HardSwish", List.of(m.node("HardSigmoid", List.of(x))));
        m.output(m.node("Tanh", List.of(resize(m, y, 2))));
        TinyRun run = TinyRun.of(m.build(), Recipe.INT8_STATIC, SEED);
        assertThat(run.quantized().model().getGraph().getNodeList())
                .extracting(node -> node.getOpType())
                .containsExactly("Tanh", "HardSigmoid", "HardSwish", "Resize", "Tanh");
    }

    @Test
    void whatHasNoGoodKernelStaysFloat() {
        assertFloat(
                "AveragePool",
                "many times",
                (m, x) -> m.node(
                        "AveragePool", List.of(x), integers("kernel_shape", 3, 3), integers("pads", 1, 1, 1, 1)));
        assertFloat(
                "AveragePool",
                "many times",
                (m, x) -> m.node(
                        "AveragePool",
                        List.of(m.conv(x, CHANNELS, CHANNELS)),
                        integers("kernel_shape", 2, 2),
                        integer("ceil_mode", 1)));
        assertFloat("Resize", "doublings", (m, x) -> resize(m, x, 3));
        assertFloat(
                "ConvTranspose",
                "kernel and stride",
                (m, x) -> m.node(
                        "ConvTranspose",
                        List.of(x, m.random(0.3, CHANNELS, CHANNELS, 3, 3)),
                        integers("strides", 2, 2)));
        assertFloat("HardSigmoid", "falls", (m, x) -> m.node("HardSigmoid", List.of(x), real("alpha", -0.2f)));
    }

    /** Between conversions ONNX Runtime would take the kernel that is 60 times as slow. */
    @Test
    void aSlowKernelIsNotFusedUnasked() {
        TinyRun mean = run(
                (m, x) ->
                        m.node("AveragePool", List.of(x), integers("kernel_shape", 3, 3), integers("pads", 1, 1, 1, 1)),
                Recipe.INT8_STATIC,
                8);
        assertThat(mean.fused())
                .containsEntry("AveragePool", 1)
                .containsEntry("QLinearConv", 2)
                .doesNotContainKey("QLinearAveragePool");
        assertThat(mean.worstSqnr()).isGreaterThan(25);
        TinyRun tripled = run((m, x) -> resize(m, x, 3), Recipe.INT8_STATIC, 8);
        assertThat(tripled.fused()).containsEntry("QLinearConv", 2).containsEntry("QuantizeLinear", 2);
        assertThat(tripled.worstSqnr()).isGreaterThan(25);
    }

    /** Whoever asks for integers gets the slow kernel, and the same means. */
    @Test
    void meansThatNoConvolutionGivesStayWhatTheyAreWhereIntegersAreAskedFor() {
        Recipe asked = Recipe.fromMap(Map.of(
                "mode",
                "static",
                "overrides",
                Map.of("nodes", List.of(Map.of("match", List.of("AveragePool*"), "placement", "quantized")))));
        List<BiFunction<TinyModel, String, String>> means = List.of(
                (m, x) ->
                        m.node("AveragePool", List.of(x), integers("kernel_shape", 3, 3), integers("pads", 1, 1, 1, 1)),
                (m, x) -> m.node(
                        "AveragePool", List.of(x), integers("kernel_shape", 3, 3), text("auto_pad", "SAME_UPPER")),
                (m, x) -> m.node(
                        "AveragePool",
                        List.of(x),
                        integers("kernel_shape", 3, 3),
                        integers("strides", 2, 2),
                        integer("ceil_mode", 1)));
        for (BiFunction<TinyModel, String, String> mean : means) {
            TinyRun run = run(mean, asked, 8);
            assertThat(run.fused()).containsEntry("QLinearAveragePool", 1).containsEntry("QLinearConv", 2);
            assertThat(run.worstSqnr()).isGreaterThan(25);
        }
    }

    private static void assertFloat(String opType, String reason, BiFunction<TinyModel, String, String> between) {
        QuantizedModel model = run(between, Recipe.INT8_STATIC, 8).quantized();
        assertThat(model.nodes())
                .filteredOn(node -> node.opType().equals(opType))
                .singleElement()
                .satisfies(node -> assertThat(node.reason()).contains(reason));
    }

    private static TinyRun run(BiFunction<TinyModel, String, String> between, Recipe recipe, long size) {
        TinyModel m = new TinyModel(SEED);
        String x = m.conv(m.input("x", 1, 3, size, size), 3, CHANNELS);
        m.output(m.conv(between.apply(m, x), CHANNELS, 4));
        return TinyRun.of(m.build(), recipe, SEED);
    }

    private static Recipe operators() {
        return Recipe.fromMap(Map.of("mode", "static", "format", "qoperator"));
    }
}

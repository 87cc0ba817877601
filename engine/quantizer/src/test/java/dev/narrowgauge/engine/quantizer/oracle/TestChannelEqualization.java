package dev.narrowgauge.engine.quantizer.oracle;

import static dev.narrowgauge.engine.onnx.graph.Attributes.integer;
import static dev.narrowgauge.engine.onnx.graph.Attributes.integers;
import static dev.narrowgauge.engine.onnx.graph.Attributes.real;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.report.PreparationReport;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.quantizer.preparation.GraphRefinement;
import dev.narrowgauge.engine.quantizer.preparation.Preparation;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Channels of different scale lose nothing, the floats stay what they were, and what needs no repair stays as it is. */
@Execution(ExecutionMode.CONCURRENT)
class TestChannelEqualization {
    private static final String STEP = "channel-equalization";
    private static final long SEED = 8;
    private static final int NETWORKS = 25;
    private static final int CHANNELS = 12;

    private static Preparation prepared(ModelProto model) {
        return GraphRefinement.refine(model, (before, after) -> true);
    }

    private static boolean isEqualized(Preparation prepared) {
        return prepared.steps().stream().map(PreparationReport::step).anyMatch(STEP::equals);
    }

    /** With the bounds of its activations the scales of a network's inner channels are fixed, without them they are free. */
    @ParameterizedTest
    @CsvSource({
        "resnet20-cifar10, true, per-channel",
        "resnet20-cifar10, true, per-tensor",
        "mobilenetv2-cifar10, true, per-channel",
        "mobilenetv2-cifar10, true, per-tensor",
        "mobilenetv2-cifar10, false, per-channel",
        "mobilenetv2-cifar10, false, per-tensor",
        "digits-resnet, true, per-channel",
        "digits-resnet, true, per-tensor"
    })
    void rescaledNetworksLoseNothing(String name, boolean isBounded, String granularity) {
        ModelProto model = isBounded ? Workbench.prepared(name) : unbounded(Workbench.prepared(name));
        Preparation plain = prepared(model);
        assertThat(isEqualized(plain)).isFalse();
        String data = name.startsWith("digits") ? "digits" : "cifar10";
        double wanted = sqnr(plain.model(), granularity, data) - 0.5;
        Preparation repaired = prepared(RescaledChannels.of(model, 5, SEED));
        assertThat(isEqualized(repaired)).isTrue();
        assertThat(sqnr(repaired.model(), granularity, data)).isGreaterThan(wanted);
        Preparation repairedFromLess = prepared(RescaledChannels.of(model, 2, SEED));
        assertThat(isEqualized(repairedFromLess)).isTrue();
        assertThat(sqnr(repairedFromLess.model(), granularity, data)).isGreaterThan(wanted);
    }

    private static ModelProto unbounded(ModelProto model) {
        ModelProto.Builder changed = model.toBuilder();
        for (NodeProto.Builder node : changed.getGraphBuilder().getNodeBuilderList()) {
            if (node.getOpType().equals("Clip")) {
                String x = node.getInput(0);
                node.setOpType("Relu").clearInput().addInput(x);
            }
        }
        return changed.build();
    }

    private static double sqnr(ModelProto model, String granularity, String data) {
        Recipe recipe = Recipe.fromMap(
                Map.of("mode", "static", "target", "x86-vnni", "weights", Map.of("granularity", granularity)));
        Path calibration = Workbench.shared("datasets/" + data + "-calibration.npz");
        Path evaluation = Workbench.shared("datasets/" + data + "-evaluation.npz");
        ModelProto variant = Workbench.quantize(model, recipe, calibration, 128).model();
        return Workbench.compare(model, variant, evaluation, 512).sqnrDb();
    }

    @Test
    void randomNetworksComputeTheSameAndLoseNoMoreTheMoreTheyAreRepaired() {
        int equalized = 0;
        for (long seed = SEED; seed < SEED + NETWORKS; seed++) {
            ModelProto model = RandomResiduals.of(seed);
            double plain = quality(prepared(model).model(), seed);
            double unrepaired = Double.NEGATIVE_INFINITY;
            for (double spread : new double[] {6, 3, 1, 0}) {
                ModelProto rescaled = RescaledChannels.of(model, spread, seed);
                Preparation repaired = prepared(rescaled);
                equalized += isEqualized(repaired) ? 1 : 0;
                assertSameBits(rescaled, repaired.model(), seed);
                double before = quality(rescaled, seed);
                double after = quality(repaired.model(), seed);
                assertThat(before).as("less spread, seed %d", seed).isGreaterThan(unrepaired - 1);
                assertThat(after)
                        .as("repaired, seed %d, spread %s", seed, spread)
                        .isGreaterThan(before - 0.5);
                assertThat(after)
                        .as("as without, seed %d, spread %s", seed, spread)
                        .isGreaterThan(plain - 1);
                unrepaired = before;
            }
        }
        assertThat(equalized).isGreaterThan(NETWORKS);
    }

    private static double quality(ModelProto model, long seed) {
        return TinyRun.of(model, Recipe.INT8_STATIC, seed).worstSqnr();
    }

    private static void assertSameBits(ModelProto before, ModelProto after, long seed) {
        Map<String, float[]> samples = TinyRun.samples(before, new Random(seed));
        Map<String, float[]> expected = Oracle.run(before, TinyRun.tensors(before, samples), OptLevel.NO_OPT);
        Oracle.run(after, TinyRun.tensors(after, samples), OptLevel.NO_OPT)
                .forEach((output, values) ->
                        assertThat(values).as("seed %d", seed).containsExactly(expected.get(output)));
    }

    private static Arguments row(String name, BiFunction<TinyModel, String, String> between) {
        return Arguments.of(name, between);
    }

    /** What may stand between a layer that writes channels in scales of their own and one that reads them so. */
    static Stream<Arguments> formsThatScalesRunThrough() {
        return Stream.of(
                row("nothing", (m, x) -> x),
                row("Relu", (m, x) -> m.node("Relu", List.of(x))),
                row("PRelu", (m, x) -> m.node("PRelu", List.of(x, m.random(0.1, CHANNELS, 1, 1)))),
                row("MaxPool", (m, x) -> m.node("MaxPool", List.of(x), integers("kernel_shape", 2, 2))),
                row("Pad", (m, x) -> m.node("Pad", List.of(x, m.constant(0, 0, 1, 1, 0, 0, 1, 1)))),
                row("Clip at zero", (m, x) -> m.node("Clip", List.of(x, m.scalar(0)))),
                row("Max with zero", (m, x) -> m.node("Max", List.of(x, m.scalar(0)))),
                row(
                        "Add of a number",
                        (m, x) -> m.node(
                                "Relu", List.of(m.node("Add", List.of(m.node("Relu", List.of(x)), m.scalar(0.25f)))))),
                row(
                        "Add by channel",
                        (m, x) -> m.node("Add", List.of(m.random(0.1, CHANNELS, 1, 1), m.node("Relu", List.of(x))))),
                row(
                        "Mul by channel",
                        (m, x) -> m.node("Mul", List.of(m.node("Relu", List.of(x)), m.random(1, 1, CHANNELS, 1, 1)))),
                row(
                        "Div by channel",
                        (m, x) -> m.node("Div", List.of(m.node("Relu", List.of(x)), m.random(1, CHANNELS, 1, 1)))),
                row(
                        "Mul by a number",
                        (m, x) -> m.node(
                                "MaxPool",
                                List.of(m.node("Mul", List.of(m.node("Relu", List.of(x)), m.scalar(0.3f)))),
                                integers("kernel_shape", 2, 2))),
                row("Split and Concat", (m, x) -> {
                    List<String> halves = m.nodes("Split", 2, List.of(x, m.constant(5, 7)), integer("axis", 1));
                    return m.node("Concat", halves, integer("axis", 1));
                }),
                row("Gather there and back", (m, x) -> {
                    String there = m.node(
                            "Gather", List.of(x, m.constant(11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)), integer("axis", 1));
                    return m.node(
                            "Gather",
                            List.of(there, m.constant(11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)),
                            integer("axis", 1));
                }),
                row("Transpose there and back", (m, x) -> {
                    String last = m.node("Transpose", List.of(x), integers("perm", 0, 2, 3, 1));
                    return m.node("Transpose", List.of(m.node("Relu", List.of(last))), integers("perm", 0, 3, 1, 2));
                }),
                row("Resize", (m, x) -> m.node("Resize", List.of(x, "", m.constant(new float[] {1, 1, 2, 2}, 4)))),
                row(
                        "gate",
                        (m, x) -> m.node(
                                "Mul",
                                List.of(
                                        x,
                                        m.node(
                                                "Sigmoid",
                                                List.of(m.node(
                                                        "GlobalAveragePool",
                                                        List.of(m.node(
                                                                "Conv",
                                                                List.of("x", m.random(0.5, CHANNELS, 4, 1, 1)))))))))),
                row(
                        "residual",
                        (m, x) -> m.node(
                                "Add", List.of(x, m.node("MaxPool", List.of(x), integers("kernel_shape", 1, 1))))),
                row("LeakyRelu", (m, x) -> m.node("LeakyRelu", List.of(x), real("alpha", 0.2f))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("formsThatScalesRunThrough")
    void scalesRunThrough(String name, BiFunction<TinyModel, String, String> between) {
        TinyModel m = new TinyModel(SEED);
        String y =
                between.apply(m, m.node("Conv", List.of(m.input("x", 2, 4, 6, 8), writing(m), m.random(0, CHANNELS))));
        m.output(m.node("Conv", List.of(y, reading(m))));
        assertRepaired(m.build());
    }

    private static void assertRepaired(ModelProto model) {
        Preparation repaired = prepared(model);
        assertThat(isEqualized(repaired)).isTrue();
        assertSameBits(model, repaired.model(), SEED);
        assertThat(quality(repaired.model(), SEED)).isGreaterThan(quality(model, SEED) + 6);
    }

    private static double scale(int channel) {
        return Math.scalb(1.0, channel % 2 == 0 ? channel / 2 : -channel / 2);
    }

    private static String writing(TinyModel m) {
        float[] weights = m.normal(CHANNELS * 4, 0.5);
        for (int i = 0; i < weights.length; i++) {
            weights[i] *= (float) scale(i / 4);
        }
        return m.constant(weights, CHANNELS, 4, 1, 1);
    }

    private static String reading(TinyModel m) {
        float[] weights = m.normal(3 * CHANNELS, 0.5);
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= (float) scale(i % CHANNELS);
        }
        return m.constant(weights, 3, CHANNELS, 1, 1);
    }

    @Test
    void throughMatricesOfRows() {
        TinyModel m = new TinyModel(SEED);
        float[] written = m.normal(8 * CHANNELS, 0.5);
        float[] read = m.normal(CHANNELS * 3, 0.5);
        float[] bias = m.normal(CHANNELS, 0.1);
        for (int c = 0; c < CHANNELS; c++) {
            for (int i = 0; i < 8; i++) {
                written[i * CHANNELS + c] *= (float) scale(c);
            }
            for (int o = 0; o < 3; o++) {
                read[c * 3 + o] /= (float) scale(c);
            }
            bias[c] *= (float) scale(c);
        }
        String y = m.node("MatMul", List.of(m.input("x", 2, 4, 6, 8), m.constant(written, 8, CHANNELS)));
        y = m.node("Relu", List.of(m.node("Add", List.of(m.constant(bias, CHANNELS), y))));
        m.output(m.node("MatMul", List.of(y, m.constant(read, CHANNELS, 3))));
        assertRepaired(m.build());
    }

    /** A channel that goes in or out of the model, or into a function that is none of a factor, keeps its scale. */
    static Stream<Arguments> formsThatKeepScales() {
        return Stream.of(
                row("Sigmoid", (m, x) -> m.node("Sigmoid", List.of(x))),
                row("Clip at six", (m, x) -> m.node("Clip", List.of(x, m.scalar(0), m.scalar(6)))),
                row("Softmax", (m, x) -> m.node("Softmax", List.of(x), integer("axis", 1))),
                row(
                        "Pad with ones",
                        (m, x) -> m.node("Pad", List.of(x, m.constant(0, 0, 1, 1, 0, 0, 1, 1), m.scalar(1)))),
                row("product of itself", (m, x) -> m.node("Mul", List.of(x, x))),
                row(
                        "mean over channels",
                        (m, x) -> m.node("Add", List.of(x, m.node("ReduceMean", List.of(x), integers("axes", 1))))),
                row("output", (m, x) -> {
                    m.output(x);
                    return m.node("Relu", List.of(x));
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("formsThatKeepScales")
    void otherFormsStay(String name, BiFunction<TinyModel, String, String> between) {
        TinyModel m = new TinyModel(SEED);
        String y =
                between.apply(m, m.node("Conv", List.of(m.input("x", 2, 4, 6, 8), writing(m), m.random(0, CHANNELS))));
        m.output(m.node("Conv", List.of(y, reading(m))));
        assertThat(isEqualized(prepared(m.build()))).isFalse();
    }
}

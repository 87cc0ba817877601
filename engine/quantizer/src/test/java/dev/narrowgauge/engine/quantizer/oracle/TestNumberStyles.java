package dev.narrowgauge.engine.quantizer.oracle;

import static dev.narrowgauge.engine.onnx.graph.Attributes.integers;
import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.recipe.IntegerType;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import dev.narrowgauge.engine.quantizer.NodePlan;
import dev.narrowgauge.engine.quantizer.StaticQuantizer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every number style that a recipe can ask for loads, runs and is as close as its bits allow. */
class TestNumberStyles {
    private static final long SEED = 3;

    private final TinyModel model = new TinyModel(SEED);

    TestNumberStyles() {
        String x = model.node("Relu", List.of(model.conv(model.input("x", 1, 3, 8, 8), 3, 8)));
        String pooled = model.node("MaxPool", List.of(x), integers("kernel_shape", 2, 2), integers("strides", 2, 2));
        String sum = model.node("Add", List.of(model.conv(pooled, 8, 8), model.random(0.5, 8, 1, 1)));
        String soft = model.node("Sigmoid", List.of(sum));
        model.output(model.gemm(model.node("Flatten", List.of(soft)), 128, 10));
    }

    @ParameterizedTest
    @CsvSource({"uint16, false", "uint16, true", "int16, false", "int16, true"})
    void sixteenBitActivationsCostNoAccuracy(String type, boolean symmetric) {
        // Of 16-bit activations no kernel here multiplies in integers, so that all bits of the weights fit.
        Recipe recipe = recipe("x86-vnni", type, symmetric, Map.of());
        for (long opset : new long[] {13, 21}) {
            TinyRun run = TinyRun.of(model.build(opset), recipe, SEED);
            // What is left is the error of the 8-bit weights.
            assertThat(run.worstSqnr()).isGreaterThan(40);
            assertThat(run.quantized().activations())
                    .allSatisfy(tensor -> assertThat(tensor.parameters().type())
                            .isEqualTo(IntegerType.valueOf(type.toUpperCase(Locale.ROOT))));
        }
        assertThat(StaticQuantizer.plan(model.build(), recipe).explain())
                .filteredOn(node -> node.opType().equals("Conv"))
                .isNotEmpty()
                .extracting(NodePlan::reason)
                .allSatisfy(reason -> assertThat(reason).contains("no CPU kernel for 16-bit"));
    }

    @ParameterizedTest
    @CsvSource({"uint8, false", "uint8, true", "int8, false", "int8, true"})
    void eightBitActivationsFuse(String type, boolean symmetric) {
        TinyRun run = TinyRun.of(model.build(), recipe(type, symmetric, Map.of()), SEED);
        assertThat(run.fused())
                .containsEntry("QLinearConv", 2)
                .containsKeys("QGemm", "QLinearAdd", "QLinearSigmoid")
                .doesNotContainKeys("Conv", "Relu", "Add", "DequantizeLinear");
        assertThat(run.worstSqnr()).isGreaterThan(25);
    }

    @Test
    void reducedUnsignedWeightsStayBelowSixtyFour() {
        assertThat(reducedWeights("uint8")).allSatisfy(weights -> {
            for (byte code : weights.getRawData().toByteArray()) {
                assertThat(Math.abs(code - 64)).isLessThanOrEqualTo(64);
            }
        });
    }

    /** In the order of the kernel: all channels of a place, then those of the next place. */
    @Test
    void productsOfTwoReducedWeightsFitSixteenBits() {
        assertThat(reducedWeights("int8")).allSatisfy(weights -> {
            int channels = (int) weights.getDims(1);
            byte[] codes = weights.getRawData().toByteArray();
            for (int filter = 0; filter < weights.getDims(0); filter++) {
                for (int k = 0; k + 1 < channels * 9; k += 2) {
                    int first = codes[(filter * channels + k % channels) * 9 + k / channels];
                    int second = codes[(filter * channels + (k + 1) % channels) * 9 + (k + 1) / channels];
                    int highest = 255 * (Math.max(first, 0) + Math.max(second, 0));
                    int lowest = 255 * (Math.min(first, 0) + Math.min(second, 0));
                    assertThat(highest).isLessThanOrEqualTo(Short.MAX_VALUE);
                    assertThat(lowest).isGreaterThanOrEqualTo(Short.MIN_VALUE);
                }
            }
        });
    }

    private List<TensorProto> reducedWeights(String type) {
        Recipe recipe = recipe("uint8", false, Map.of("type", type, "reducedRange", true));
        TinyRun run = TinyRun.of(model.build(), recipe, SEED);
        assertThat(run.fused()).containsEntry("QLinearConv", 2);
        assertThat(run.worstSqnr()).isGreaterThan(22);
        List<TensorProto> weights = run.quantized().model().getGraph().getInitializerList().stream()
                .filter(tensor -> tensor.getDimsCount() == 4)
                .toList();
        assertThat(weights).hasSize(2);
        return weights;
    }

    @ParameterizedTest
    @ValueSource(strings = {"int8", "uint8", "int16"})
    void symmetricRangesKeepAClipThatTheyDoNotEndAt(String type) {
        TinyModel clipped = new TinyModel(SEED);
        String x = clipped.conv(clipped.input("x", 1, 3, 8, 8), 3, 8);
        String cut = clipped.node("Clip", List.of(x, clipped.scalar(-100), clipped.scalar(0.3f)));
        clipped.output(clipped.conv(cut, 8, 8));
        TinyRun run = TinyRun.of(clipped.build(), recipe(type, true, Map.of()), SEED);
        assertThat(run.worstSqnr()).isGreaterThan(25);
    }

    @Test
    void targetsDecideWhatTheRecipeLeavesOpen() {
        for (String target : List.of("generic", "x86-avx2", "x86-vnni", "x86-amx", "arm-dotprod", "arm-i8mm")) {
            TinyRun run = TinyRun.of(model.build(), Recipe.fromMap(Map.of("target", target)), SEED);
            assertThat(run.fused()).as(target).containsEntry("QLinearConv", 2).doesNotContainKey("Conv");
        }
        TinyRun cuda = TinyRun.of(model.build(), Recipe.fromMap(Map.of("target", "cuda")), SEED);
        assertThat(cuda.fused()).doesNotContainKeys("QuantizeLinear", "QLinearConv");
    }

    private static Recipe recipe(String type, boolean symmetric, Map<String, ?> weights) {
        return recipe(KernelTarget.word(), type, symmetric, weights);
    }

    private static Recipe recipe(String target, String type, boolean symmetric, Map<String, ?> weights) {
        return Recipe.fromMap(Map.of(
                "target",
                target,
                "mode",
                "static",
                "activations",
                Map.of("type", type, "symmetric", symmetric),
                "weights",
                weights));
    }
}

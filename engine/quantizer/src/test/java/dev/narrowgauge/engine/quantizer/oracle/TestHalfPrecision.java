package dev.narrowgauge.engine.quantizer.oracle;

import static dev.narrowgauge.engine.onnx.graph.Attributes.integer;
import static dev.narrowgauge.engine.onnx.graph.Attributes.integers;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.report.NodeReport;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.quantizer.QuantizedModel;
import dev.narrowgauge.engine.quantizer.float16.Float16Converter;
import dev.narrowgauge.engine.quantizer.float16.HalfPrecisionPlan;
import dev.narrowgauge.engine.quantizer.float16.ValueRanges;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What half precision cannot hold stays in float32: each case is one that converters are known to get wrong. */
class TestHalfPrecision {
    private static final long SEED = 3;
    private static final int WIDTH = 16;

    @Test
    void squaresOfALayerNormalizationWrittenOut() {
        TinyModel model = new TinyModel(SEED);
        String x = model.input("x", 4, WIDTH);
        String large = model.node("Mul", List.of(model.gemm(x, WIDTH, WIDTH), model.scalar(700)));
        model.output(model.gemm(layerNormalization(model, large, 1e-5f), WIDTH, 8));
        QuantizedModel half = convert(model.build(), Recipe.FP16_CONVERSION);
        assertThat(floatNodes(half)).containsExactlyInAnyOrder("Pow", "ReduceMean", "Add", "Sqrt");
        assertThat(reasons(half)).anyMatch(reason -> reason.contains("half precision ends at 65504"));
        assertThat(sqnr(model.build(), half.model())).isGreaterThan(45);
    }

    @Test
    void epsilonThatHalfPrecisionDoesNotHave() {
        TinyModel model = new TinyModel(SEED);
        String x = model.input("x", 4, WIDTH);
        String small = model.node("Mul", List.of(model.gemm(x, WIDTH, WIDTH), model.scalar(2e-4f)));
        model.output(model.gemm(layerNormalization(model, small, 1e-12f), WIDTH, 8));
        QuantizedModel half = convert(model.build(), Recipe.FP16_CONVERSION);
        assertThat(floatNodes(half)).contains("Sqrt");
        assertThat(sqnr(model.build(), half.model())).isGreaterThan(45);
    }

    @Test
    void masksOfAttentionDoNotOverflowTogether() {
        TinyModel model = new TinyModel(SEED);
        String x = model.input("x", 1, WIDTH, WIDTH);
        float[] mask = new float[WIDTH * WIDTH];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = i % WIDTH > i / WIDTH ? -Float.MAX_VALUE : 0;
        }
        String scores = model.node("MatMul", List.of(x, model.random(0.5, WIDTH, WIDTH)));
        String once = model.node("Add", List.of(scores, model.constant(mask, 1, WIDTH, WIDTH)));
        String twice = model.node("Add", List.of(once, model.constant(mask, 1, WIDTH, WIDTH)));
        model.output(model.node("MatMul", List.of(model.node("Softmax", List.of(twice), integer("axis", -1)), x)));
        QuantizedModel half = convert(model.build(), Recipe.FP16_CONVERSION);
        assertThat(floatNodes(half)).isEmpty();
        assertThat(reasons(half)).anyMatch(reason -> reason.contains("are clipped to ±16384"));
        assertThat(sqnr(model.build(), half.model())).isGreaterThan(45);
    }

    @Test
    void constantsBeyondTheRangeThatAreNoMasks() {
        TinyModel model = new TinyModel(SEED);
        String x = model.input("x", 4, WIDTH);
        String large = model.node("Mul", List.of(x, model.scalar(80_000)));
        model.output(model.node("Mul", List.of(large, model.scalar(1 / 80_000f))));
        String bounded = model.node("Clip", List.of(x, model.scalar(-0.5f), model.scalar(Float.MAX_VALUE)));
        model.output(bounded);
        for (QuantizedModel half : List.of(
                convert(model.build(), Recipe.FP16_CONVERSION),
                Float16Converter.convert(model.build(), Recipe.FP16_CONVERSION))) {
            assertThat(floatNodes(half)).contains("Mul").doesNotContain("Clip");
            assertThat(sqnr(model.build(), half.model())).isGreaterThan(45);
        }
    }

    @Test
    void wholeNumbersOnTheWayToAShape() {
        TinyModel model = new TinyModel(SEED);
        String x = model.input("x", 1, 2, 2049);
        String shape = model.node("Cast", List.of(model.node("Shape", List.of(x))), integer("to", 1));
        String grown = model.node("Mul", List.of(shape, model.constant(new float[] {1, 1, 1}, 3)));
        String target = model.node("Cast", List.of(grown), integer("to", ElementType.INT64.number()));
        model.output(model.node("Reshape", List.of(model.node("Tanh", List.of(x)), target)));
        QuantizedModel half = convert(model.build(), Recipe.FP16_CONVERSION);
        assertThat(floatNodes(half)).contains("Mul").doesNotContain("Tanh");
        assertThat(sqnr(model.build(), half.model())).isGreaterThan(45);
    }

    @Test
    void statisticsOfALayerNormalizationAreFloat() {
        TinyModel model = new TinyModel(SEED);
        String x = model.input("x", 4, WIDTH);
        model.nodeTo(
                "LayerNormalization",
                List.of(x, model.random(1, WIDTH)),
                List.of("y", "mean", "deviation"),
                integer("axis", -1));
        model.output("y");
        model.output("mean");
        model.output(model.node("Tanh", List.of("deviation")));
        QuantizedModel half = convert(model.build(), Recipe.FP16_CONVERSION);
        assertThat(sqnr(model.build(), half.model())).isGreaterThan(45);
    }

    @Test
    void constantsSharedWithNodesThatStay() {
        TinyModel model = new TinyModel(SEED);
        String x = model.input("x", 1, 3, 8, 8);
        String weights = model.random(0.3, 8, 3, 3, 3);
        model.output(model.node("Conv", List.of(x, weights)));
        model.output(model.node("Conv", List.of(model.node("Tanh", List.of(x)), weights), integers("strides", 2, 2)));
        String first = model.build().getGraph().getNode(0).getName();
        Recipe recipe = Recipe.fromMap(Map.of("precision", "fp16", "exclude", Map.of("nodes", List.of(first))));
        QuantizedModel half = convert(model.build(), recipe);
        assertThat(floatNodes(half)).containsExactly("Conv");
        assertThat(sqnr(model.build(), half.model())).isGreaterThan(45);
    }

    @Test
    void inputsAndOutputsBeyondTheRangeKeepTheirType() {
        TinyModel model = new TinyModel(SEED);
        String x = model.input("x", 4, WIDTH);
        String small = model.node("Tanh", List.of(x));
        model.output(small);
        model.output(model.node("Mul", List.of(small, model.scalar(90_000))));
        Recipe recipe = Recipe.fromMap(Map.of("precision", "fp16", "keepIoTypes", false));
        QuantizedModel half = convert(model.build(), recipe);
        assertThat(half.model().getGraph().getOutputList())
                .extracting(output -> output.getType().getTensorType().getElemType())
                .containsExactly(ElementType.FLOAT16.number(), ElementType.FLOAT.number());
        Oracle.optimized(half.model(), OptLevel.ALL_OPT);
    }

    private static String layerNormalization(TinyModel model, String x, float epsilon) {
        String mean = model.node("ReduceMean", List.of(x), integers("axes", -1));
        String centered = model.node("Sub", List.of(x, mean));
        String squared = model.node("Pow", List.of(centered, model.scalar(2)));
        String variance = model.node("ReduceMean", List.of(squared), integers("axes", -1));
        String deviation = model.node("Sqrt", List.of(model.node("Add", List.of(variance, model.scalar(epsilon)))));
        return model.node("Div", List.of(centered, deviation));
    }

    private static QuantizedModel convert(ModelProto model, Recipe recipe) {
        HalfPrecisionPlan plan = HalfPrecisionPlan.of(model, recipe);
        ValueRanges ranges = new ValueRanges();
        ModelProto observed = TinyRun.exposing(plan.observedModel(), plan.observedTensors());
        Map<String, float[]> samples = TinyRun.samples(model, new Random(SEED));
        samples.forEach((name, values) -> ranges.observe(name, FloatBuffer.wrap(values)));
        Oracle.run(observed, TinyRun.tensors(model, samples), OptLevel.NO_OPT)
                .forEach((name, values) -> ranges.observe(name, FloatBuffer.wrap(values)));
        return plan.convert(ranges, Map.of());
    }

    private static double sqnr(ModelProto model, ModelProto variant) {
        Map<String, float[]> samples = TinyRun.samples(model, new Random(SEED));
        Map<String, OnnxTensor> inputs = TinyRun.tensors(model, samples);
        Map<String, float[]> expected = Oracle.run(model, inputs, OptLevel.ALL_OPT);
        Map<String, float[]> actual = Oracle.run(variant, TinyRun.tensors(model, samples), OptLevel.ALL_OPT);
        return expected.keySet().stream()
                .mapToDouble(name -> TinyRun.sqnr(expected.get(name), actual.get(name)))
                .min()
                .orElseThrow();
    }

    private static List<String> floatNodes(QuantizedModel half) {
        return half.nodes().stream()
                .filter(node -> node.placement().equals(NodeReport.FLOAT))
                .filter(node -> !node.reason().startsWith("It has no float32"))
                .map(NodeReport::opType)
                .toList();
    }

    private static List<String> reasons(QuantizedModel half) {
        return half.nodes().stream().map(NodeReport::reason).toList();
    }
}

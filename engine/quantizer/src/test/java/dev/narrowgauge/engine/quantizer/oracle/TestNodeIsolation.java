package dev.narrowgauge.engine.quantizer.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.engine.onnx.graph.GraphPart;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import dev.narrowgauge.engine.quantizer.QuantizedModel;
import dev.narrowgauge.engine.quantizer.StaticQuantizer;
import dev.narrowgauge.engine.quantizer.dynamic.DynamicPlan;
import dev.narrowgauge.engine.quantizer.dynamic.DynamicQuantizer;
import dev.narrowgauge.engine.quantizer.float16.Float16Converter;
import dev.narrowgauge.engine.quantizer.isolation.IsolatedNode;
import dev.narrowgauge.engine.quantizer.isolation.NodeIsolation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Each node of a variant runs beside the float model, whatever form the variant has and however values branch and join. */
class TestNodeIsolation {
    private static final long SEED = 40;
    private static final int NETWORKS = 40;

    /** What is larger becomes infinite in 16 bits. */
    private static final double LARGEST_HALF = 65504;

    @Test
    void staticNodesOfImagesRunBesideTheFloatModel() {
        for (long seed = SEED; seed < SEED + NETWORKS; seed++) {
            checkStatic("channels", new RandomChannels(seed, false).model(), seed);
        }
    }

    @Test
    void staticNodesOfManyKindsRunBesideTheFloatModel() {
        for (long seed = SEED; seed < SEED + NETWORKS; seed++) {
            checkStatic("mixed", RandomModel.of(new Random(seed)), seed);
        }
    }

    @Test
    void dynamicNodesRunBesideTheFloatModel() {
        for (long seed = SEED; seed < SEED + NETWORKS; seed++) {
            ModelProto model = RandomModel.of(new Random(seed));
            DynamicPlan plan = DynamicQuantizer.plan(model, Recipe.fromMap(Map.of("mode", "dynamic")));
            check("dynamic, seed " + seed, plan.floatModel(), plan.quantize(), seed);
        }
    }

    @Test
    void nodesOfSixteenBitsRunBesideTheFloatModel() {
        for (long seed = SEED; seed < SEED + NETWORKS; seed++) {
            ModelProto model = RandomModel.of(new Random(seed));
            Recipe recipe = Recipe.fromMap(Map.of("precision", "fp16"));
            check("fp16, seed " + seed, model, Float16Converter.convert(model, recipe), seed);
        }
    }

    private static void checkStatic(String kind, ModelProto model, long seed) {
        TinyRun run = TinyRun.of(model, Recipe.INT8_STATIC, seed);
        ModelProto baseline = StaticQuantizer.plan(model, Recipe.INT8_STATIC).floatModel();
        check(kind + ", seed " + seed, baseline, run.quantized(), seed);
    }

    /** What a node adds has the shape of its result, and is small beside it; the float model gives the size of that. */
    private static void check(String which, ModelProto baseline, QuantizedModel variant, long seed) {
        NodeIsolation isolation = NodeIsolation.of(baseline, variant);
        List<IsolatedNode.Result> results = isolation.nodes().stream()
                .flatMap(node -> node.results().stream())
                .toList();
        if (results.isEmpty()) {
            return;
        }
        GraphPart part = isolation.probe(isolation.nodes(), 0);
        List<ValueInfoProto> inputs = baseline.getGraph().getInputList().stream()
                .filter(input -> part.inputs().contains(input.getName()))
                .toList();
        Map<String, float[]> samples = TinyRun.samples(baseline, new Random(seed));
        Map<String, float[]> exact = Oracle.run(
                TinyRun.exposing(
                        baseline,
                        results.stream().map(IsolatedNode.Result::value).toList()),
                TinyRun.tensors(baseline, samples),
                OptLevel.NO_OPT);
        Map<String, OnnxTensor> fed = new HashMap<>(TinyRun.tensors(baseline, samples));
        fed.keySet().retainAll(part.inputs());
        Map<String, float[]> probed = Oracle.run(isolation.model(part, inputs), fed, OptLevel.ALL_OPT);
        for (IsolatedNode.Result result : results) {
            String at = which + ", " + result.value();
            double signal = squares(exact.get(result.value()));
            assertThat(probed.get(result.noise())).as(at).hasSameSizeAs(exact.get(result.value()));
            if (signal > LARGEST_HALF * LARGEST_HALF) {
                continue;
            }
            assertThat((double) probed.get(result.signal())[0]).as(at).isCloseTo(signal, within(1e-3 * signal + 1e-6));
            assertThat(squares(probed.get(result.noise()))).as(at).isLessThan(0.1 * signal + 1e-6);
        }
    }

    private static double squares(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return sum;
    }
}

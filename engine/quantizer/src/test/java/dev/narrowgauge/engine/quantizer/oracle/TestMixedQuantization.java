package dev.narrowgauge.engine.quantizer.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.report.NodeReport;
import dev.narrowgauge.engine.onnx.graph.Attributes;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.quantizer.QuantizedModel;
import dev.narrowgauge.engine.quantizer.VariantPlan;
import dev.narrowgauge.engine.quantizer.calibration.CalibrationStatistics;
import dev.narrowgauge.engine.quantizer.dynamic.MixedPlan;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Both kinds of ranges in one model: the runtime fuses what is written, and the answers stay. */
class TestMixedQuantization {
    private static final long SEED = 11;
    private static final long[] DIMS = {2, 3, 8, 8};

    @Test
    void convolutionsAreStaticAndLstmDynamic() {
        ModelProto model = network();
        MixedPlan plan = MixedPlan.of(model, Recipe.fromMap(Map.of("mode", "mixed")));
        assertThat(plan.dynamicProducts()).extracting(GraphNode::opType).containsExactly("LSTM");
        QuantizedModel quantized = plan.quantize(observed(plan));
        assertThat(Oracle.fusedOperators(quantized.model()))
                .containsEntry("QLinearConv", 2)
                .containsEntry("DynamicQuantizeLSTM", 1)
                .doesNotContainKeys("LSTM", "MatMul", "Conv", "DynamicQuantizeMatMul");
        assertThat(sqnr(model, quantized.model())).isGreaterThan(28);
    }

    @Test
    void nodeWithAStaticKernelIsDynamicWhereTold() {
        ModelProto model = network();
        MixedPlan plan = MixedPlan.of(model, toldDynamic(model));
        assertThat(plan.dynamicProducts()).extracting(GraphNode::opType).containsExactly("LSTM", "MatMul");
        assertThat(plan.integerProducts())
                .extracting(GraphNode::opType)
                .containsExactly("Conv", "Conv", "LSTM", "MatMul");
        QuantizedModel quantized = plan.quantize(observed(plan));
        assertThat(Oracle.fusedOperators(quantized.model()))
                .containsEntry("QLinearConv", 2)
                .containsEntry("DynamicQuantizeMatMul", 1);
        assertThat(quantized.nodes())
                .filteredOn(node -> node.placement().equals(NodeReport.QUANTIZED))
                .extracting(NodeReport::opType)
                .contains("Conv", "LSTM", "MatMul");
        assertThat(sqnr(model, quantized.model())).isGreaterThan(28);
        assertThat(plan.quantize(observed(plan)).model()).isEqualTo(quantized.model());
    }

    @Test
    void anyProductGoesBackToFloatAlone() {
        ModelProto model = network();
        MixedPlan plan = MixedPlan.of(model, toldDynamic(model));
        CalibrationStatistics statistics = observed(plan);
        for (GraphNode product : plan.integerProducts()) {
            VariantPlan without = plan.withFloat(Map.of(product.name(), "It costs too much."));
            assertThat(without.integerProducts())
                    .extracting(GraphNode::name)
                    .doesNotContain(product.name())
                    .hasSize(3);
            assertThat(plan.withOnly(product).integerProducts())
                    .extracting(GraphNode::name)
                    .containsExactly(product.name());
            assertThat(sqnr(model, without.quantize(statistics).model()))
                    .as(product.name())
                    .isGreaterThan(28);
        }
        assertThat(plan.withOnly(null).integerProducts()).isEmpty();
    }

    private static Recipe toldDynamic(ModelProto model) {
        String product = model.getGraph().getNodeList().stream()
                .filter(node -> node.getOpType().equals("MatMul"))
                .findFirst()
                .orElseThrow()
                .getName();
        return Recipe.fromMap(Map.of(
                "mode",
                "mixed",
                "overrides",
                Map.of("nodes", List.of(Map.of("match", List.of(product), "placement", "dynamic")))));
    }

    /** Two convolutions, an LSTM over the rows of what they give, and a product with weights. */
    private static ModelProto network() {
        TinyModel tiny = new TinyModel(SEED);
        String x = tiny.input("x", DIMS);
        String features = tiny.node("Relu", List.of(tiny.conv(tiny.conv(x, 3, 8), 8, 8)));
        String rows = tiny.node("Reshape", List.of(features, tiny.constant(2, 8, 64)));
        String sequence = tiny.node("Transpose", List.of(rows), Attributes.integers("perm", 1, 0, 2));
        tiny.nodeTo(
                "LSTM",
                List.of(sequence, tiny.random(0.1, 1, 96, 64), tiny.random(0.1, 1, 96, 24)),
                List.of("states"),
                Attributes.integer("hidden_size", 24));
        tiny.output(tiny.node("MatMul", List.of("states", tiny.random(0.2, 24, 10))));
        return tiny.build();
    }

    private static CalibrationStatistics observed(VariantPlan plan) {
        var collector = new CalibrationStatistics.Collector();
        var outputs = Workbench.exposing(plan.floatModel(), plan.observedTensors());
        Map<String, float[]> values = Oracle.run(outputs, inputs(), OptLevel.NO_OPT);
        values.forEach((name, observed) -> collector.observe(name, FloatBuffer.wrap(observed)));
        collector.observe("x", FloatBuffer.wrap(values()));
        return collector.statistics();
    }

    private static Map<String, OnnxTensor> inputs() {
        return Map.of("x", Oracle.tensor(values(), DIMS));
    }

    private static float[] values() {
        Random random = new Random(SEED);
        float[] values = new float[2 * 3 * 8 * 8];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static double sqnr(ModelProto model, ModelProto quantized) {
        Map<String, float[]> expected = Oracle.run(model, inputs(), OptLevel.ALL_OPT);
        Map<String, float[]> actual = Oracle.run(quantized, inputs(), OptLevel.ALL_OPT);
        return expected.keySet().stream()
                .mapToDouble(name -> TinyRun.sqnr(expected.get(name), actual.get(name)))
                .min()
                .orElseThrow();
    }
}

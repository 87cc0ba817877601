package dev.narrowgauge.engine.quantizer.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.report.NodeReport;
import dev.narrowgauge.engine.onnx.graph.Attributes;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.OperatorSetIdProto;
import dev.narrowgauge.engine.quantizer.QuantizedModel;
import dev.narrowgauge.engine.quantizer.dynamic.DynamicQuantizer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ranges measured while the model runs: the runtime fuses what is written, and the answers stay. */
class TestDynamicQuantization {
    private static final long SEED = 7;

    @ParameterizedTest
    @CsvSource({"per-channel, int8", "per-tensor, int8", "per-channel, uint8", "per-tensor, uint8"})
    void gemmOfEveryKindIsOneKernel(String granularity, String type) {
        TinyModel tiny = new TinyModel(SEED);
        String x = tiny.input("x", 6, 32);
        String y = tiny.node("MatMul", List.of(x, tiny.random(0.2, 32, 48)));
        y = tiny.node("Add", List.of(y, tiny.random(0.5, 48)));
        y = tiny.node(
                "Gemm",
                List.of(y, tiny.random(0.2, 24, 48), tiny.random(0.5, 24)),
                Attributes.integer("transB", 1),
                Attributes.real("alpha", 0.5f),
                Attributes.real("beta", 2));
        String z = tiny.node("Gemm", List.of(y, tiny.random(0.2, 6, 20)), Attributes.integer("transA", 1));
        tiny.output(z);
        Recipe recipe = Recipe.fromMap(Map.of("weights", Map.of("granularity", granularity, "type", type)));
        ModelProto model = tiny.build();
        QuantizedModel quantized = DynamicQuantizer.plan(model, recipe).quantize();
        assertThat(Oracle.fusedOperators(quantized.model()))
                .containsEntry("DynamicQuantizeMatMul", 3)
                .doesNotContainKeys("MatMul", "Gemm", "DynamicQuantizeLinear", "Cast", "Mul");
        assertThat(sqnr(model, quantized.model(), Map.of("x", new long[] {6, 32})))
                .isGreaterThan(30);
    }

    @Test
    void oneMeasurementServesSeveralReaders() {
        TinyModel tiny = new TinyModel(SEED);
        String x = tiny.input("x", 6, 32);
        for (int i = 0; i < 3; i++) {
            tiny.output(tiny.node("MatMul", List.of(x, tiny.random(0.2, 32, 16))));
        }
        QuantizedModel quantized =
                DynamicQuantizer.plan(tiny.build(), Recipe.INT8_STATIC).quantize();
        assertThat(Oracle.fusedOperators(quantized.model()))
                .containsEntry("DynamicQuantizeLinear", 1)
                .containsEntry("MatMulIntegerToFloat", 3)
                .hasSize(2);
    }

    @Test
    void channelOfZerosStaysZero() {
        TinyModel tiny = new TinyModel(SEED);
        String x = tiny.input("x", 6, 32);
        float[] weights = tiny.normal(32 * 4, 0.3);
        for (int row = 0; row < 32; row++) {
            weights[row * 4 + 2] = 0;
        }
        tiny.nodeTo("MatMul", List.of(x, tiny.constant(weights, 32, 4)), List.of("y"));
        tiny.output("y");
        QuantizedModel quantized =
                DynamicQuantizer.plan(tiny.build(), Recipe.INT8_STATIC).quantize();
        float[] y = Oracle.run(quantized.model(), inputs(Map.of("x", new long[] {6, 32})), OptLevel.ALL_OPT)
                .get("y");
        for (int row = 0; row < 6; row++) {
            assertThat(y[row * 4 + 2]).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "forward, 1, per-channel, int8",
        "bidirectional, 2, per-channel, int8",
        "bidirectional, 2, per-tensor, int8",
        "reverse, 1, per-tensor, uint8"
    })
    void lstm(String direction, int directions, String granularity, String type) {
        int hidden = 24;
        TinyModel tiny = new TinyModel(SEED);
        String x = tiny.input("x", 5, 2, 16);
        tiny.nodeTo(
                "LSTM",
                List.of(
                        x,
                        tiny.random(0.3, directions, 4 * hidden, 16),
                        tiny.random(0.3, directions, 4 * hidden, hidden),
                        tiny.random(0.3, directions, 8 * hidden)),
                List.of("y", "h"),
                Attributes.integer("hidden_size", hidden),
                Attributes.text("direction", direction));
        tiny.output("y");
        tiny.output("h");
        Recipe recipe = Recipe.fromMap(Map.of("weights", Map.of("granularity", granularity, "type", type)));
        ModelProto model = tiny.build();
        QuantizedModel quantized = DynamicQuantizer.plan(model, recipe).quantize();
        assertThat(Oracle.fusedOperators(quantized.model())).containsEntry("DynamicQuantizeLSTM", 1);
        assertThat(sqnr(model, quantized.model(), Map.of("x", new long[] {5, 2, 16})))
                .isGreaterThan(28);
    }

    @Test
    void gruStaysFloatWithAReason() {
        TinyModel tiny = new TinyModel(SEED);
        String x = tiny.input("x", 5, 2, 16);
        tiny.nodeTo(
                "GRU",
                List.of(x, tiny.random(0.3, 1, 72, 16), tiny.random(0.3, 1, 72, 24)),
                List.of("y"),
                Attributes.integer("hidden_size", 24));
        tiny.output("y");
        assertThat(DynamicQuantizer.plan(tiny.build(), Recipe.INT8_STATIC).nodes())
                .singleElement()
                .satisfies(node -> {
                    assertThat(node.placement()).isEqualTo(NodeReport.FLOAT);
                    assertThat(node.reason()).contains("GRU");
                });
    }

    @ParameterizedTest
    @CsvSource({"per-channel", "per-tensor"})
    void attention(String granularity) {
        TinyModel tiny = new TinyModel(SEED);
        String x = tiny.input("x", 2, 7, 32);
        tiny.nodeIn(
                "com.microsoft",
                "Attention",
                List.of(x, tiny.random(0.2, 32, 96), tiny.random(0.3, 96)),
                List.of("y"),
                Attributes.integer("num_heads", 4));
        tiny.output("y");
        ModelProto model = tiny.build().toBuilder()
                .addOpsetImport(OperatorSetIdProto.newBuilder()
                        .setDomain("com.microsoft")
                        .setVersion(1))
                .build();
        Recipe recipe = Recipe.fromMap(Map.of("weights", Map.of("granularity", granularity)));
        QuantizedModel quantized = DynamicQuantizer.plan(model, recipe).quantize();
        assertThat(Oracle.fusedOperators(quantized.model())).containsEntry("QAttention", 1);
        assertThat(sqnr(model, quantized.model(), Map.of("x", new long[] {2, 7, 32})))
                .isGreaterThan(30);
    }

    @Test
    void convOnlyWhereTheRecipeNamesIt() {
        TinyModel tiny = new TinyModel(SEED);
        String x = tiny.input("x", 2, 3, 8, 8);
        tiny.output(tiny.conv(tiny.conv(x, 3, 8), 8, 8));
        ModelProto model = tiny.build();
        assertThat(DynamicQuantizer.plan(model, Recipe.INT8_STATIC).nodes())
                .allSatisfy(node -> assertThat(node.reason()).contains("include.opTypes"));
        Recipe recipe = Recipe.fromMap(Map.of("include", Map.of("opTypes", List.of("Conv"))));
        QuantizedModel quantized = DynamicQuantizer.plan(model, recipe).quantize();
        assertThat(Oracle.fusedOperators(quantized.model())).containsEntry("ConvInteger", 2);
        assertThat(sqnr(model, quantized.model(), Map.of("x", new long[] {2, 3, 8, 8})))
                .isGreaterThan(30);
    }

    @ParameterizedTest
    @CsvSource({"vit-cifar10, cifar10, 41, 0.32, 25", "sentiment-transformer, sentiment, 42, 0.27, 13"})
    void transformersStayAccurate(String name, String data, double leastSqnr, double largestShare, int products) {
        ModelProto prepared = Workbench.prepared(name);
        QuantizedModel quantized =
                DynamicQuantizer.plan(prepared, Recipe.INT8_STATIC).quantize();
        assertThat(Oracle.fusedOperators(quantized.model())).containsEntry("DynamicQuantizeMatMul", products);
        Path evaluation = Workbench.shared("datasets/" + data + "-evaluation.npz");
        Workbench.Quality quality = Workbench.compare(prepared, quantized.model(), evaluation, 1200);
        assertThat(quality.sqnrDb()).isGreaterThan(leastSqnr);
        assertThat(quality.top1()).isGreaterThanOrEqualTo(quality.referenceTop1() - 0.002);
        assertThat((double) quantized.model().getSerializedSize() / prepared.getSerializedSize())
                .isLessThan(largestShare);
    }

    private static double sqnr(ModelProto model, ModelProto quantized, Map<String, long[]> dims) {
        Map<String, float[]> expected = Oracle.run(model, inputs(dims), OptLevel.ALL_OPT);
        Map<String, float[]> actual = Oracle.run(quantized, inputs(dims), OptLevel.ALL_OPT);
        return expected.keySet().stream()
                .mapToDouble(name -> TinyRun.sqnr(expected.get(name), actual.get(name)))
                .min()
                .orElseThrow();
    }

    private static Map<String, OnnxTensor> inputs(Map<String, long[]> dims) {
        Map<String, OnnxTensor> inputs = new HashMap<>();
        dims.forEach((name, shape) -> {
            Random random = new Random(SEED);
            long size = 1;
            for (long dimension : shape) {
                size *= dimension;
            }
            float[] values = new float[(int) size];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian();
            }
            inputs.put(name, Oracle.tensor(values, shape));
        });
        return inputs;
    }
}

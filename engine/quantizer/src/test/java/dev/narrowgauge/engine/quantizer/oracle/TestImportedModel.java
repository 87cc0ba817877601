package dev.narrowgauge.engine.quantizer.oracle;

import static dev.narrowgauge.engine.onnx.graph.Attributes.integer;
import static dev.narrowgauge.engine.onnx.graph.Attributes.integers;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.report.NodeReport;
import dev.narrowgauge.domain.report.PreparationReport;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.quantizer.imported.ImportedModel;
import dev.narrowgauge.engine.quantizer.imported.QuantizedForm;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Models that come quantized stay as they are, or become visible to the integer kernels without another result. */
class TestImportedModel {
    private static final long SEED = 31;
    private static final float STEP = 0.02f;

    @Test
    void ownResultIsImportedAsItIs() {
        TinyModel model = new TinyModel(SEED);
        String x = model.conv(model.input("x", 1, 4, 8, 8), 4, 8);
        String y = model.node("MaxPool", List.of(model.node("Relu", List.of(x))), integers("kernel_shape", 2, 2));
        model.output(model.gemm(model.node("Flatten", List.of(y)), 392, 10));
        TinyRun run = TinyRun.of(model.build(), Recipe.INT8_STATIC, SEED);
        ModelProto quantized = run.quantized().model();

        assertThat(QuantizedForm.of(model.build())).isEmpty();
        assertThat(QuantizedForm.of(quantized)).containsExactly(QuantizedForm.QDQ);
        ImportedModel imported = ImportedModel.of(quantized);
        assertThat(imported.model().model()).isSameAs(quantized);
        assertThat(imported.steps()).extracting(PreparationReport::step).containsExactly("already-quantized");
        assertThat(imported.model().nodes())
                .filteredOn(node -> List.of("Conv", "Gemm", "MaxPool").contains(node.opType()))
                .hasSize(3)
                .extracting(NodeReport::placement)
                .containsOnly(NodeReport.QUANTIZED);
    }

    /** As quantization-aware training exports it: pairs at the inputs of products only, biases in float. */
    @Test
    void missingPairsAndBiasesAreCompleted() {
        TinyModel model = new TinyModel(SEED);
        String x = pair(model, model.input("x", 1, 4, 8, 8), 128);
        String conv = model.node(
                "Conv", List.of(x, weights(model, 0, 8, 4, 3, 3), model.random(0.5, 8)), integers("pads", 1, 1, 1, 1));
        String relu = pair(model, model.node("Relu", List.of(conv)), 0);
        String pooled = model.node("MaxPool", List.of(relu), integers("kernel_shape", 2, 2), integers("strides", 2, 2));
        String rows = model.node("Reshape", List.of(model.node("Flatten", List.of(pooled)), model.constant(1L, 128L)));
        String gemm = model.node(
                "Gemm", List.of(rows, weights(model, 0, 10, 128), model.random(0.5, 10)), integer("transB", 1));
        model.output(pair(model, gemm, 128));
        ModelProto original = model.build();
        assertThat(Oracle.fusedOperators(original)).doesNotContainKey("QGemm");

        ImportedModel imported = ImportedModel.of(original);
        assertThat(imported.steps())
                .extracting(PreparationReport::step)
                .containsExactly("already-quantized", "completed-moves", "completed-biases");
        Map<String, Integer> fused = Oracle.fusedOperators(imported.model().model());
        assertThat(fused).containsKeys("QLinearConv", "QGemm").doesNotContainKeys("Conv", "Gemm", "FusedConv");
        assertWithinOneStep(original, imported.model().model());
    }

    @Test
    void operatorFormStays() {
        TinyModel model = new TinyModel(SEED);
        String scale = model.scalar(STEP);
        String zero = zero(model, 128);
        String codes = model.node("QuantizeLinear", List.of(model.input("x", 1, 4, 8, 8), scale, zero));
        String weights = codes(model, 8, 4, 3, 3);
        String one = model.constant(Tensors.int8("zero", new byte[1]));
        String result = model.node(
                "QLinearConv",
                List.of(codes, scale, zero, weights, model.scalar(0.01f), one, model.scalar(0.1f), zero));
        model.output(model.node("DequantizeLinear", List.of(result, model.scalar(0.1f), zero)));
        ImportedModel imported = ImportedModel.of(model.build());
        assertThat(QuantizedForm.of(model.build())).containsExactly(QuantizedForm.QDQ, QuantizedForm.QOPERATOR);
        assertThat(imported.model().model()).isEqualTo(model.build());
        assertThat(imported.model().nodes())
                .singleElement()
                .satisfies(node -> assertThat(node.placement()).isEqualTo(NodeReport.QUANTIZED));
        Oracle.optimized(imported.model().model(), OptLevel.ALL_OPT);
    }

    @Test
    void dynamicFormStays() {
        TinyModel model = new TinyModel(SEED);
        model.nodeTo("DynamicQuantizeLinear", List.of(model.input("x", 3, 16)), List.of("codes", "scale", "zero"));
        String product = model.node("MatMulInteger", List.of("codes", codes(model, 16, 8), "zero"));
        String floats = model.node("Cast", List.of(product), integer("to", ElementType.FLOAT.number()));
        String factor = model.node("Mul", List.of("scale", model.scalar(0.01f)));
        String y = model.node("Mul", List.of(floats, factor));
        model.output(model.node("Tanh", List.of(y)));
        ImportedModel imported = ImportedModel.of(model.build());
        assertThat(QuantizedForm.of(model.build())).containsExactly(QuantizedForm.DYNAMIC);
        assertThat(imported.model().model()).isEqualTo(model.build());
        assertThat(imported.steps()).singleElement().satisfies(step -> {
            assertThat(step.count()).isEqualTo(1);
            assertThat(step.detail()).contains("dynamic");
        });
        Oracle.optimized(imported.model().model(), OptLevel.ALL_OPT);
    }

    private static void assertWithinOneStep(ModelProto before, ModelProto after) {
        Random random = new Random(SEED);
        for (int sample = 0; sample < 10; sample++) {
            float[] values = new float[4 * 8 * 8];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian();
            }
            float[] expected = run(before, values);
            float[] actual = run(after, values);
            for (int i = 0; i < expected.length; i++) {
                assertThat(Math.abs(expected[i] - actual[i])).isLessThanOrEqualTo(STEP * 1.01f);
            }
        }
    }

    private static float[] run(ModelProto model, float[] values) {
        return Oracle.run(model, Map.of("x", Oracle.tensor(values, 1, 4, 8, 8)), OptLevel.NO_OPT)
                .values()
                .iterator()
                .next();
    }

    private static String pair(TinyModel model, String value, int zeroPoint) {
        List<String> parameters = List.of(model.scalar(STEP), zero(model, zeroPoint));
        String codes = model.node("QuantizeLinear", List.of(value, parameters.get(0), parameters.get(1)));
        return model.node("DequantizeLinear", List.of(codes, parameters.get(0), parameters.get(1)));
    }

    private static String zero(TinyModel model, int zeroPoint) {
        return model.constant(Tensors.uint8(model.freshName(), new byte[] {(byte) zeroPoint}));
    }

    private static String weights(TinyModel model, int axis, long... dims) {
        float[] scales = new float[(int) dims[axis]];
        java.util.Arrays.fill(scales, 0.01f);
        String scale = model.constant(scales, dims[axis]);
        String zero = model.constant(Tensors.int8(model.freshName(), new byte[scales.length], scales.length));
        return model.node("DequantizeLinear", List.of(codes(model, dims), scale, zero), integer("axis", axis));
    }

    private static String codes(TinyModel model, long... dims) {
        int size = 1;
        for (long dimension : dims) {
            size *= (int) dimension;
        }
        byte[] codes = new byte[size];
        new Random(SEED).nextBytes(codes);
        return model.constant(Tensors.int8(model.freshName(), codes, dims));
    }
}

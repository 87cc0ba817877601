package dev.narrowgauge.engine.quantizer.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.quantizer.qoperator.OperatorFormat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The integer operators compute what the runtime makes of Q/DQ around float operators. */
class TestOperatorFormat {
    private static final Set<String> CONVERSIONS = Set.of("QuantizeLinear", "DequantizeLinear");

    /** Convolutional networks run the very same kernels; in transformers the float nodes between may be fused in other ways. */
    @ParameterizedTest
    @CsvSource({
        "digits-cnn, digits, true",
        "digits-resnet, digits, true",
        "resnet20-cifar10, cifar10, true",
        "mobilenetv2-cifar10, cifar10, true",
        "vit-cifar10, cifar10, false",
        "sentiment-transformer, sentiment, false"
    })
    void equalsQuantizeDequantize(String name, String data, boolean sameKernels) {
        ModelProto prepared = Workbench.prepared(name);
        Path calibration = Workbench.shared("datasets/" + data + "-calibration.npz");
        ModelProto conversions = Workbench.quantize(prepared, Recipe.INT8_STATIC, calibration, 64)
                .model();
        ModelProto operators = OperatorFormat.of(conversions);
        List<String> types = operators.getGraph().getNodeList().stream()
                .map(NodeProto::getOpType)
                .toList();
        assertThat(types)
                .doesNotContain("Conv", "Gemm", "MatMul")
                .contains(sameKernels ? "QLinearConv" : "QLinearMatMul");
        if (sameKernels) {
            assertThat(types.stream().filter(CONVERSIONS::contains)).hasSizeLessThanOrEqualTo(2);
        }
        Path evaluation = Workbench.shared("datasets/" + data + "-evaluation.npz");
        assertThat(largestDifference(conversions, operators, evaluation, 256))
                .as("largest difference in steps")
                .isLessThanOrEqualTo(sameKernels ? 0 : 1);
    }

    /** The largest difference of two outputs, in steps of 1/255 of the range of all outputs. */
    private static double largestDifference(ModelProto expected, ModelProto actual, Path evaluation, int samples) {
        String output = expected.getGraph().getOutput(0).getName();
        List<float[]> results = new ArrayList<>();
        try (Oracle.Running running = new Oracle.Running(expected, OptLevel.ALL_OPT)) {
            Workbench.forEachBatch(evaluation, running, samples, (batch, values) -> results.add(values.get(output)));
        }
        double[] extremes = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0};
        try (Oracle.Running running = new Oracle.Running(actual, OptLevel.ALL_OPT)) {
            Workbench.forEachBatch(evaluation, running, samples, (batch, values) -> {
                float[] reference = results.removeFirst();
                for (int i = 0; i < reference.length; i++) {
                    extremes[0] = Math.min(extremes[0], reference[i]);
                    extremes[1] = Math.max(extremes[1], reference[i]);
                    extremes[2] = Math.max(extremes[2], Math.abs(reference[i] - values.get(output)[i]));
                }
            });
        }
        return extremes[2] * 255 / (extremes[1] - extremes[0]);
    }
}

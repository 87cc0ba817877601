package dev.narrowgauge.engine.quantizer.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.report.NodeReport;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.quantizer.QuantizedModel;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real networks: every weighted node becomes an integer kernel, and the answers stay. */
@Execution(ExecutionMode.CONCURRENT)
class TestSharedModels {
    private static final Recipe RECIPE = Recipe.fromMap(Map.of("mode", "static", "target", KernelTarget.word()));

    /** A share of the samples; more where weights have as many bits as the sums of neighbours leave. */
    private static final double MOST_LOST = KernelTarget.hasWholeWeights() ? 0.003 : 0.005;

    @ParameterizedTest
    @CsvSource({
        "digits-cnn, digits, 40, 0.30",
        "digits-resnet, digits, 39, 0.28",
        "resnet20-cifar10, cifar10, 33, 0.29",
        "mobilenetv2-cifar10, cifar10, 31, 0.34"
    })
    void isFusedAndStaysAccurate(String name, String data, double leastSqnr, double largestShare) {
        ModelProto prepared = Workbench.prepared(name);
        Path calibration = Workbench.shared("datasets/" + data + "-calibration.npz");
        Path evaluation = Workbench.shared("datasets/" + data + "-evaluation.npz");
        QuantizedModel quantized = Workbench.quantize(prepared, RECIPE, calibration, 512);

        Map<String, Integer> fused = Oracle.fusedOperators(quantized.model());
        assertThat(fused.get("QLinearConv")).isEqualTo(count(prepared, "Conv"));
        assertThat(fused.get("QGemm")).isEqualTo(count(prepared, "Gemm"));
        assertThat(fused).doesNotContainKeys("Conv", "FusedConv", "Gemm", "Add", "Relu", "Clip", "ReduceMean");
        assertThat(fused.get("QuantizeLinear")).isEqualTo(1);
        assertThat(fused).doesNotContainKey("DequantizeLinear");

        Workbench.Quality quality = Workbench.compare(prepared, quantized.model(), evaluation, 4000);
        assertThat(quality.top1()).isGreaterThanOrEqualTo(quality.referenceTop1() - MOST_LOST);
        assertThat(quality.sqnrDb()).isGreaterThan(leastSqnr);
        assertThat((double) quantized.model().getSerializedSize() / prepared.getSerializedSize())
                .isLessThan(largestShare);
    }

    /** The field's static quantization of such models falls to 6 dB by an attention mask, or stays as slow as float. */
    @ParameterizedTest
    @CsvSource({"vit-cifar10, cifar10, 32", "sentiment-transformer, sentiment, 40"})
    void transformersMultiplyInIntegers(String name, String data, double leastSqnr) {
        ModelProto prepared = Workbench.prepared(name);
        Path calibration = Workbench.shared("datasets/" + data + "-calibration.npz");
        Path evaluation = Workbench.shared("datasets/" + data + "-evaluation.npz");
        QuantizedModel quantized = Workbench.quantize(prepared, RECIPE, calibration, 128);
        Map<String, Integer> fused = Oracle.fusedOperators(quantized.model());
        assertThat(fused.get("QLinearMatMul") + fused.get("MatMulIntegerToFloat"))
                .isEqualTo(count(prepared, "MatMul"));
        assertThat(fused).doesNotContainKeys("MatMul", "Gemm", "Conv");
        assertThat(Workbench.compare(prepared, quantized.model(), evaluation, 512)
                        .sqnrDb())
                .isGreaterThan(leastSqnr);
    }

    @ParameterizedTest
    @CsvSource({"digits-cnn", "mobilenetv2-cifar10"})
    void everyNodeIsReportedOnce(String name) {
        ModelProto prepared = Workbench.prepared(name);
        Path calibration =
                Workbench.shared("datasets/" + (name.startsWith("digits") ? "digits" : "cifar10") + "-calibration.npz");
        QuantizedModel quantized = Workbench.quantize(prepared, Recipe.INT8_STATIC, calibration, 8);
        assertThat(quantized.nodes())
                .extracting(NodeReport::name)
                .doesNotHaveDuplicates()
                .containsAll(prepared.getGraph().getNodeList().stream()
                        .map(NodeProto::getName)
                        .toList());
        assertThat(quantized.nodes())
                .filteredOn(node -> node.placement().equals(NodeReport.FLOAT))
                .allSatisfy(node -> assertThat(node.reason()).isNotBlank());
    }

    private static int count(ModelProto model, String opType) {
        return (int) model.getGraph().getNodeList().stream()
                .map(NodeProto::getOpType)
                .filter(opType::equals)
                .count();
    }
}

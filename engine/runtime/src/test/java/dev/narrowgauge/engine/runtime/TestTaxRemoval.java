package dev.narrowgauge.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.narrowgauge.proto.engine.EngineEvent;
import dev.narrowgauge.proto.engine.EngineRequest;
import dev.narrowgauge.proto.engine.Quantize;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nothing is left between float and integers that serves no integer kernel. */
class TestTaxRemoval {
    @TempDir
    private Path directory;

    /** On x86 the runtime makes signed activations unsigned, but not signed constants: the two do not fuse. */
    @ParameterizedTest
    @CsvSource({"Mul", "Add"})
    @EnabledOnOs(architectures = {"amd64", "x86_64"})
    void takesBackWhatTheRuntimeComputesInFloat(String operator) throws IOException {
        TinyGraph graph = new TinyGraph();
        String a = graph.node("Relu", "a", List.of(graph.conv("c", "x", 3, 8)));
        String b = graph.node(operator, "b", List.of(a, graph.random(8, 1, 1)));
        graph.conv("y", b, 8, 4);
        Path model = TinyGraph.write(graph.build("y", 4), directory.resolve("model.onnx"));
        Path samples = TinyGraph.samples(directory.resolve("samples.npz"));
        JsonNode report = quantize(model, samples, "{\"mode\": \"static\", \"activations\": {\"type\": \"int8\"}}");

        assertThat(report.at("/fusion/rounds")).hasSize(1);
        assertThat(report.at("/fusion/rounds/0/toFloat/0").asText()).isEqualTo("b");
        assertThat(report.at("/fusion/rounds/0/taxedConversions").asInt()).isPositive();
        assertThat(report.at("/fusion/taxedConversions").asInt()).isZero();
        assertThat(report.at("/fusion/runningOperators/QLinearConv").asInt()).isEqualTo(2);
        assertThat(report.at("/integerMacShare").asDouble()).isEqualTo(1);
        assertThat(node(report, "b").get("placement").asText()).isEqualTo("float");
        assertThat(node(report, "b").get("reason").asText()).contains("does not fuse");
    }

    @ParameterizedTest
    @CsvSource({
        "digits-cnn,            digits,    1",
        "digits-resnet,         digits,    1",
        "resnet20-cifar10,      cifar10,   1",
        "mobilenetv2-cifar10,   cifar10,   1",
        "sentiment-transformer, sentiment, 0.99",
        "vit-cifar10,           cifar10,   0.99"
    })
    void leavesNoTaxInTheSharedModels(String model, String data, double leastShare) throws IOException {
        Path samples = NpzSubset.first(16, Samples.calibration(data), directory.resolve("samples.npz"));
        JsonNode report = quantize(Samples.model(model), samples, "{\"mode\": \"static\"}");

        assertThat(report.at("/fusion/taxedConversions").asInt()).isZero();
        assertThat(report.at("/fusion/conversions").asInt()).isPositive();
        assertThat(report.at("/integerMacShare").asDouble()).isGreaterThanOrEqualTo(leastShare);
        assertThat(report.at("/nodes").valueStream())
                .filteredOn(node -> node.get("placement").asText().equals("quantized"))
                .isNotEmpty()
                .filteredOn(node -> !node.get("kernel").isNull())
                .allSatisfy(
                        node -> assertThat(node.at("/kernel/micros").isNull()).isFalse());
    }

    @Test
    void tellsTheKernelOfEveryFloat16Node() throws IOException {
        JsonNode report =
                quantize(Samples.model("digits-cnn"), Samples.calibration("digits"), "{\"precision\": \"fp16\"}");

        assertThat(report.at("/fusion/taxedConversions").asInt()).isZero();
        assertThat(report.at("/nodes").valueStream())
                .filteredOn(node -> node.get("opType").asText().equals("Gemm"))
                .isNotEmpty()
                .allSatisfy(
                        node -> assertThat(node.at("/kernel/operator").asText()).contains("Gemm"));
    }

    private JsonNode quantize(Path model, Path samples, String recipe) throws IOException {
        Path report = directory.resolve("report.json");
        EngineEvent answer = EngineDriver.answer(EngineRequest.newBuilder()
                .setQuantize(Quantize.newBuilder()
                        .setModelPath(model.toString())
                        .setCalibrationPath(samples.toString())
                        .setRecipeJson(recipe)
                        .setOutputPath(directory.resolve("variant.onnx").toString())
                        .setReportPath(report.toString()))
                .build());
        assertThat(answer.getFailure().getMessage()).isEmpty();
        return new ObjectMapper().readTree(report.toFile());
    }

    private static JsonNode node(JsonNode report, String name) {
        return report.at("/nodes")
                .valueStream()
                .filter(node -> node.get("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }
}

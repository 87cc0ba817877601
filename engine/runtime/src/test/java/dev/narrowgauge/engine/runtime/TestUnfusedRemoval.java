package dev.narrowgauge.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.narrowgauge.proto.engine.EngineEvent;
import dev.narrowgauge.proto.engine.EngineRequest;
import dev.narrowgauge.proto.engine.Quantize;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nothing is left between float and integers that serves no integer kernel. */
class TestUnfusedRemoval {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "digits-cnn,            digits,    1",
        "digits-resnet,         digits,    1",
        "resnet20-cifar10,      cifar10,   1",
        "mobilenetv2-cifar10,   cifar10,   1",
        "sentiment-transformer, sentiment, 0.99",
        "vit-cifar10,           cifar10,   0.99"
    })
    void leavesNothingUnfusedInTheSharedModels(String model, String data, double leastShare) throws IOException {
        Path samples = NpzSubset.first(16, Samples.calibration(data), directory.resolve("samples.npz"));
        JsonNode report = quantize(Samples.model(model), samples, "{\"mode\": \"static\", \"target\": \"generic\"}");

        assertThat(report.at("/fusion/unfusedQdqNodes").asInt()).isZero();
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

        assertThat(report.at("/fusion/unfusedQdqNodes").asInt()).isZero();
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
}

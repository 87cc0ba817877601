package dev.narrowgauge.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.OnnxModelReader;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import dev.narrowgauge.engine.runtime.session.Optimization;
import dev.narrowgauge.proto.engine.EngineCommand;
import dev.narrowgauge.proto.engine.EngineEvent;
import dev.narrowgauge.proto.engine.EngineRequest;
import dev.narrowgauge.proto.engine.Evaluated;
import dev.narrowgauge.proto.engine.Finish;
import dev.narrowgauge.proto.engine.Measure;
import dev.narrowgauge.proto.engine.Quantize;
import dev.narrowgauge.proto.engine.Quantized;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestQuantizationTask {
    private static final double LARGEST_LOSS = 0.003;

    private static final String STATIC = "{\"mode\": \"static\", \"target\": \"generic\"}";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "digits-cnn,           digits,  797,  3,  2",
        "digits-resnet,        digits,  797,  15, 1",
        "resnet20-cifar10,     cifar10, 1000, 21, 1",
        "mobilenetv2-cifar10,  cifar10, 1000, 29, 1"
    })
    void keepsAccuracyAndComputesInIntegers(String model, String data, int samples, int convolutions, int products)
            throws IOException {
        Path evaluation = NpzSubset.first(samples, Samples.evaluation(data), directory.resolve("evaluation.npz"));
        Quantized quantized =
                quantize(request(model, data).setRecipeJson(STATIC).setEvaluationPath(evaluation.toString()));
        Evaluated evaluated = quantized.getEvaluated();
        assertThat(evaluated.getSamples()).isEqualTo(samples);
        assertThat((double) evaluated.getVariantCorrect() / samples)
                .isGreaterThanOrEqualTo((double) evaluated.getBaselineCorrect() / samples - LARGEST_LOSS);
        assertThat(quantized.getOutputSqnrDb()).isGreaterThan(30);
        Map<String, Integer> running = runningOperators(output());
        assertThat(running).containsEntry("QLinearConv", convolutions).containsEntry("QGemm", products);
        assertThat(running).doesNotContainKeys("Conv", "FusedConv", "Gemm", "FusedGemm");
    }

    @Test
    void reportTellsEverything() throws IOException {
        Path report = directory.resolve("report.json");
        Path page = directory.resolve("report.html");
        Quantized quantized = quantize(request("digits-cnn", "digits")
                .setRecipeJson(STATIC)
                .setEvaluationPath(Samples.evaluation("digits").toString())
                .setReportPath(report.toString())
                .setReportPagePath(page.toString()));
        assertThat(Files.readString(page)).contains(Files.readString(report).replace("<", "\\u003c"));
        JsonNode json = new ObjectMapper().readTree(report.toFile());
        ReportSchemaCheck.requireValid(json);
        assertThat(json.at("/provenance/modelSha256").asText()).hasSize(64);
        assertThat(json.at("/provenance/runtimeVersion").asText()).isEqualTo("1.29.0");
        assertThat(json.at("/provenance/recipe/precision").asText()).isEqualTo("int8");
        assertThat(json.at("/variantBytes").asLong()).isEqualTo(Files.size(output()));
        assertThat(json.at("/accuracy/baselineTop1").asDouble()).isBetween(0.97, 0.99);
        assertThat(json.at("/accuracy/loss/low").asDouble()).isNotPositive();
        assertThat(json.at("/accuracy/loss/high").asDouble()).isNotNegative();
        assertThat(json.at("/outputs/0/sqnrDb").asDouble()).isGreaterThan(30);
        assertThat(json.at("/stages").findValuesAsText("stage"))
                .containsExactly(
                        "load", "prepare", "calibrate", "quantize", "verify", "time", "sensitivity", "evaluate");
        List<JsonNode> sensitivity = json.at("/sensitivity").valueStream().toList();
        assertThat(sensitivity)
                .hasSize(quantized.getQuantizedNodes())
                .allSatisfy(node -> assertThat(node.get("measured").asBoolean()).isTrue())
                .filteredOn(node -> !node.get("opType").asText().equals("Flatten"))
                .hasSize(6)
                .allSatisfy(node -> assertThat(node.get("sqnrDb").asDouble())
                        .isGreaterThan(json.at("/outputs/0/sqnrDb").asDouble()));
        assertThat(json.at("/ranking/sentence").asText())
                .startsWith("Ranked 7 of 7 quantized nodes, all measured on 16 samples;");
        assertThat(sensitivity.stream()
                        .mapToDouble(node -> node.get("noiseShare").asDouble()))
                .isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(json.at("/nodes")).hasSize(quantized.getQuantizedNodes() + quantized.getFloatNodes() + 4);
        List<JsonNode> activations = Stream.of(json.at("/tensors"))
                .flatMap(tensors -> tensors.valueStream())
                .filter(tensor -> tensor.get("kind").asText().equals("activation"))
                .toList();
        assertThat(activations).hasSizeGreaterThan(5).allSatisfy(tensor -> {
            assertThat(tensor.get("sqnrDb").asDouble()).isGreaterThan(25);
            assertThat(tensor.get("minimum").isNumber()).isTrue();
            assertThat(tensor.at("/histogram/counts")).hasSize(64);
            assertThat(tensor.get("scales")).hasSize(1);
            assertThat(tensor.get("zeroPoint").isInt()).isTrue();
        });
    }

    @Test
    void sameInputsGiveSameBytesWhateverTheThreads() throws IOException {
        String one = quantize(request("resnet20-cifar10", "cifar10"), 1).getSha256();
        byte[] first = Files.readAllBytes(output());
        String two = quantize(request("resnet20-cifar10", "cifar10"), 2).getSha256();
        assertThat(two).isEqualTo(one);
        assertThat(Files.readAllBytes(output())).isEqualTo(first);
    }

    @Test
    void convertsToFloat16WithoutCalibration() throws IOException {
        Path report = directory.resolve("report.json");
        Quantized quantized = quantize(Quantize.newBuilder()
                .setModelPath(Samples.model("digits-cnn").toString())
                .setEvaluationPath(Samples.evaluation("digits").toString())
                .setRecipeJson("{\"precision\": \"fp16\"}")
                .setReportPath(report.toString())
                .setOutputPath(output().toString()));
        ReportSchemaCheck.requireValid(new ObjectMapper().readTree(report.toFile()));
        assertThat(quantized.getPrecision()).isEqualTo("fp16");
        assertThat(quantized.getSizeBytes()).isLessThan(Files.size(Samples.model("digits-cnn")) * 6 / 10);
        assertThat(quantized.getEvaluated().getFlips()).isZero();
        assertThat(quantized.getOutputSqnrDb()).isGreaterThan(45);
    }

    @ParameterizedTest
    @CsvSource({
        "fp16, digits-cnn, digits, 40",
        "bf16, digits-cnn, digits, 25",
        "fp16, sentiment-transformer, sentiment, 40"
    })
    void measuresVariantsThatTakeAndGiveHalves(String precision, String model, String data, double decibel)
            throws IOException {
        Path evaluation = NpzSubset.first(64, Samples.evaluation(data), directory.resolve("evaluation.npz"));
        Quantized quantized = quantize(request(model, data)
                .setEvaluationPath(evaluation.toString())
                .setRecipeJson("{\"precision\": \"" + precision + "\", \"keepIoTypes\": false}"));
        assertThat(quantized.getEvaluated().getSamples()).isEqualTo(64);
        assertThat(quantized.getPrecision()).isEqualTo(precision);
        assertThat(quantized.getOutputSqnrDb()).isGreaterThan(decibel);
        OnnxModelReader.readUnchecked(output())
                .proto()
                .getGraph()
                .getOutputList()
                .forEach(output -> assertThat(output.getType().getTensorType().getElemType())
                        .isNotEqualTo(ElementType.FLOAT.number()));
        EngineEvent measured = EngineDriver.answer(
                EngineRequest.newBuilder()
                        .setMeasure(Measure.newBuilder()
                                .setModelPath(output().toString())
                                .setDatasetPath(evaluation.toString()))
                        .build(),
                EngineCommand.newBuilder()
                        .setFinish(Finish.getDefaultInstance())
                        .build());
        assertThat(measured.getFailure().getMessage()).isEmpty();
    }

    @Test
    void quantizesDynamicallyWithoutCalibration() throws IOException {
        Quantized quantized = quantize(Quantize.newBuilder()
                .setModelPath(Samples.model("sentiment-transformer").toString())
                .setEvaluationPath(Samples.evaluation("sentiment").toString())
                .setRecipeJson("{\"mode\": \"dynamic\"}")
                .setOutputPath(output().toString()));
        assertThat(quantized.getOutputSqnrDb()).isGreaterThan(42);
        assertThat(quantized.getSizeBytes()).isLessThan(Files.size(Samples.model("sentiment-transformer")) * 27 / 100);
        assertThat(runningOperators(output()))
                .containsEntry("DynamicQuantizeMatMul", 13)
                .doesNotContainKey("Gemm");
    }

    @Test
    void writesIntegerOperatorsWhereTheRecipeSaysSo() throws IOException {
        Quantized conversions = quantize(request("digits-resnet", "digits")
                .setEvaluationPath(Samples.evaluation("digits").toString()));
        Quantized operators = quantize(request("digits-resnet", "digits")
                .setEvaluationPath(Samples.evaluation("digits").toString())
                .setRecipeJson("{\"format\": \"qoperator\"}"));
        assertThat(operators.getEvaluated()).isEqualTo(conversions.getEvaluated());
        assertThat(operators.getQuantizedNodes()).isEqualTo(conversions.getQuantizedNodes());
        assertThat(OnnxModelReader.readUnchecked(output()).proto().getGraph().getNodeList())
                .extracting(NodeProto::getOpType)
                .contains("QLinearConv")
                .doesNotContain("Conv", "Relu");
    }

    @Test
    void takesDynamicForATransformerWithoutCalibration() {
        quantize(Quantize.newBuilder()
                .setModelPath(Samples.model("sentiment-transformer").toString())
                .setOutputPath(output().toString()));
        assertThat(runningOperators(output())).containsEntry("DynamicQuantizeMatMul", 13);
    }

    @Test
    void choosesTheModeByCountedCostAndSaysSo() throws IOException {
        Path report = directory.resolve("report.json");
        Path calibration = NpzSubset.first(64, Samples.calibration("sentiment"), directory.resolve("calibration.npz"));
        Quantize.Builder request = request("sentiment-transformer", "sentiment")
                .setCalibrationPath(calibration.toString())
                .setReportPath(report.toString());
        String chosen = quantize(request).getSha256();
        JsonNode json = new ObjectMapper().readTree(report.toFile());
        assertThat(json.at("/decisions/0").asText()).contains("counted cost", "dB");
        JsonNode recipe = json.at("/provenance/recipe");
        assertThat(recipe.at("/mode").asText()).isIn("static", "dynamic", "mixed");
        // What was decided stands in the recipe: with that the file is made again, without a search.
        assertThat(quantize(request.setRecipeJson(recipe.toString())).getSha256())
                .isEqualTo(chosen);
    }

    @Test
    void leavesOnlyTheOutput() throws IOException {
        Path work = directory.resolve("work");
        quantize(request("digits-cnn", "digits").setWorkDirectory(work.toString()));
        assertThat(work).isEmptyDirectory();
        assertThat(directory).isDirectoryContaining(file -> file.equals(output()));
    }

    @Test
    void handsOnModelThatIsQuantizedAlready() throws IOException {
        Quantized first = quantize(request("digits-cnn", "digits").setRecipeJson(STATIC));
        Path again = directory.resolve("again.onnx");
        Path report = directory.resolve("again.json");
        Quantize.Builder request = request("digits-cnn", "digits")
                .setModelPath(output().toString())
                .setOutputPath(again.toString())
                .setReportPath(report.toString());
        Quantized second = quantize(request);
        assertThat(second.getSha256()).isEqualTo(first.getSha256());
        assertThat(second.getQuantizedNodes()).isEqualTo(first.getQuantizedNodes());
        JsonNode step = new ObjectMapper().readTree(report.toFile()).at("/preparation/0");
        assertThat(step.get("step").asText()).isEqualTo("already-quantized");
        assertThat(step.get("detail").asText()).contains("qdq");
    }

    private Quantize.Builder request(String model, String data) {
        return Quantize.newBuilder()
                .setModelPath(Samples.model(model).toString())
                .setCalibrationPath(Samples.calibration(data).toString())
                .setOutputPath(output().toString());
    }

    private Path output() {
        return directory.resolve("quantized.onnx");
    }

    private static Quantized quantize(Quantize.Builder request) {
        return quantize(request, 0);
    }

    private static Quantized quantize(Quantize.Builder request, int threads) {
        EngineEvent answer = EngineDriver.answer(EngineRequest.newBuilder()
                .setThreads(threads)
                .setQuantize(request)
                .build());
        assertThat(answer.getFailure().getMessage()).isEmpty();
        return answer.getResult().getQuantized();
    }

    private Map<String, Integer> runningOperators(Path model) {
        Path running = directory.resolve("running.onnx");
        new OnnxRuntime(1).openAndSave(model, Optimization.FULL, running).close();
        Map<String, Integer> operators = new HashMap<>();
        for (NodeProto node :
                OnnxModelReader.readUnchecked(running).proto().getGraph().getNodeList()) {
            operators.merge(node.getOpType(), 1, Integer::sum);
        }
        return operators;
    }
}

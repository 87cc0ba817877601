package dev.narrowgauge.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.narrowgauge.proto.engine.EngineEvent;
import dev.narrowgauge.proto.engine.EngineRequest;
import dev.narrowgauge.proto.engine.Quantize;
import dev.narrowgauge.proto.engine.Quantized;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever takes the recipe that a report advises gets what it says. */
class TestReadyRecipe {
    private static final int SAMPLES = 32;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "digits-resnet,         digits,    static",
        "digits-cnn,            digits,    dynamic",
        "sentiment-transformer, sentiment, mixed"
    })
    void bringsAndCostsWhatItSays(String model, String data, String mode) throws IOException {
        Quantize.Builder request = Quantize.newBuilder()
                .setModelPath(Samples.model(model).toString())
                .setCalibrationPath(
                        NpzSubset.first(SAMPLES, Samples.calibration(data), directory.resolve("samples.npz"))
                                .toString());
        check(request, mode, 0);
    }

    /** A few early layers cost nearly all the accuracy, as in a text detector. */
    @Test
    void repairsNetworkWhoseEarlyLayersAreHard() throws IOException {
        check(hardBeginning(), "static", 10);
    }

    private void check(Quantize.Builder request, String mode, double leastGain) throws IOException {
        JsonNode before = quantize(request, "{\"mode\": \"" + mode + "\", \"target\": \"x86-avx2\"}");
        JsonNode ready = before.at("/ranking/readyRecipe");
        JsonNode recipe = ready.get("recipe");
        assertThat(recipe.get("mode").asText()).isEqualTo(mode);
        assertThat(recipe.get("target").asText()).isEqualTo("x86-avx2");
        JsonNode after = quantize(request, recipe.toString());
        assertThat(after.at("/provenance/recipe/mode").asText()).isEqualTo(mode);
        assertThat(after.get("variantBytes").asLong())
                .isEqualTo(ready.at("/expected/bytes").asLong());
        assertThat(before.get("variantBytes").asLong())
                .isEqualTo(ready.at("/present/bytes").asLong());
        double promised = ready.at("/expected/sqnrDb").asDouble()
                - ready.at("/present/sqnrDb").asDouble();
        double gained = after.at("/outputs/0/sqnrDb").asDouble()
                - before.at("/outputs/0/sqnrDb").asDouble();
        assertThat(gained).isGreaterThan(leastGain).isCloseTo(promised, within(0.3 * promised + 0.5));
        List<String> toFloat =
                ready.get("toFloat").valueStream().map(JsonNode::asText).toList();
        assertThat(after.get("nodes")
                        .valueStream()
                        .filter(node -> toFloat.contains(node.get("name").asText())))
                .hasSameSizeAs(toFloat)
                .allSatisfy(node -> assertThat(node.get("placement").asText()).isEqualTo("float"));
        assertThat(ready.at("/expected/countedCost").asDouble()).isPositive();
        assertThat(ready.get("sentence").asText()).contains(toFloat.getFirst(), "FP32's counted cost");
    }

    private Quantize.Builder hardBeginning() throws IOException {
        TinyGraph graph = new TinyGraph();
        String first = graph.node("Relu", "r1", List.of(graph.conv("c1", "x", 3, 16)));
        // One channel is a hundred times as large as the others, and the next layer makes little of it. The hard swish
        // between them lets no scale pass, so that the channels cannot be made like each other.
        String large = graph.node("Mul", "m1", List.of(first, graph.uneven(0, 0, 100, 16, 1, 1)));
        String swish = graph.node("HardSwish", "h1", List.of(large));
        String second = graph.node("Relu", "r2", List.of(graph.conv("c2", swish, 16, 16, 0.01f)));
        String third = graph.node("Relu", "r3", List.of(graph.conv("c3", second, 16, 64)));
        String fourth = graph.node("Relu", "r4", List.of(graph.conv("c4", third, 64, 64)));
        String fifth = graph.node("Relu", "r5", List.of(graph.conv("c5", fourth, 64, 64)));
        graph.conv("y", fifth, 64, 16);
        return Quantize.newBuilder()
                .setModelPath(TinyGraph.write(graph.build("y", 16), directory.resolve("hard.onnx"))
                        .toString())
                .setCalibrationPath(
                        TinyGraph.samples(directory.resolve("samples.npz")).toString());
    }

    private JsonNode quantize(Quantize.Builder request, String recipe) throws IOException {
        Path report = directory.resolve("report.json");
        EngineEvent answer = EngineDriver.answer(EngineRequest.newBuilder()
                .setQuantize(request.setRecipeJson(recipe)
                        .setSkipLatencyCheck(true)
                        .setOutputPath(directory.resolve("quantized.onnx").toString())
                        .setReportPath(report.toString()))
                .build());
        assertThat(answer.getFailure().getMessage()).isEmpty();
        Quantized quantized = answer.getResult().getQuantized();
        assertThat(quantized.getRanking().getWorstCount()).isBetween(1, 5);
        assertThat(quantized.getRanking().getReadyRecipe().getSentence()).isNotEmpty();
        assertThat(quantized.getSizeBytes()).isEqualTo(Files.size(directory.resolve("quantized.onnx")));
        JsonNode json = new ObjectMapper().readTree(report.toFile());
        ReportSchemaCheck.requireValid(json);
        return json;
    }
}

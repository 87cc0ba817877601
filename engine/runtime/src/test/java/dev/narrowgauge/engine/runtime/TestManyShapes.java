package dev.narrowgauge.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.narrowgauge.engine.onnx.dataset.Batch;
import dev.narrowgauge.engine.onnx.dataset.BatchTensor;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.runtime.session.BatchFeed;
import dev.narrowgauge.engine.runtime.session.BoundRun;
import dev.narrowgauge.engine.runtime.session.ModelSession;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import dev.narrowgauge.engine.runtime.session.Optimization;
import dev.narrowgauge.proto.engine.EngineEvent;
import dev.narrowgauge.proto.engine.EngineRequest;
import dev.narrowgauge.proto.engine.Evaluate;
import dev.narrowgauge.proto.engine.Evaluated;
import dev.narrowgauge.proto.engine.Quantize;
import dev.narrowgauge.proto.engine.Quantized;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A recogniser of text lines, whose samples are of every width. */
class TestManyShapes {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"auto, int8", "static, int8", "dynamic, int8", "auto, fp16"})
    void everyModeGoesThroughAllWidths(String mode, String precision) throws IOException {
        Path model = LineRecogniser.write(directory.resolve("lines.onnx"));
        Path report = directory.resolve("report.json");
        Quantized quantized = quantize(Quantize.newBuilder()
                        .setModelPath(model.toString())
                        .setCalibrationPath(LineRecogniser.lines(directory.resolve("some.zip"), 16, 1)
                                .toString())
                        .setEvaluationPath(LineRecogniser.lines(directory.resolve("others.zip"), 12, 2)
                                .toString())
                        .setRecipeJson("{\"mode\": \"%s\", \"precision\": \"%s\"}".formatted(mode, precision))
                        .setReportPath(report.toString()))
                .getResult()
                .getQuantized();
        assertThat(quantized.getEvaluated().getSamples()).isEqualTo(12);
        assertThat(quantized.getEvaluated().getOutputs(0).getKind()).isEqualTo("SEQUENCES");
        assertThat(quantized.getOutputSqnrDb()).isGreaterThan(20);
        JsonNode json = new ObjectMapper().readTree(report.toFile());
        assertThat(json.at("/ranking/ranked").asInt())
                .as(json.at("/ranking/sentence").asText())
                .isPositive();
        assertThat(json.at("/decisions").toString()).doesNotContain("could not be");
    }

    /** What a sample costs is counted at the middle one, whichever comes first. */
    @Test
    void orderOfTheWidthsChangesNothing() throws IOException {
        Path model = LineRecogniser.write(directory.resolve("lines.onnx"));
        Path narrowFirst = LineRecogniser.linesOf(directory.resolve("narrow.zip"), 3, 48, 96, 400);
        Path wideFirst = LineRecogniser.linesOf(directory.resolve("wide.zip"), 3, 400, 96, 48);
        assertThat(explained(model, narrowFirst)).isEqualTo(explained(model, wideFirst));
    }

    private String explained(Path model, Path samples) {
        return quantize(Quantize.newBuilder()
                        .setModelPath(model.toString())
                        .setCalibrationPath(samples.toString())
                        .setRecipeJson("{\"mode\": \"static\", \"calibration\": {\"method\": \"minmax\"}}"))
                .getResult()
                .getQuantized()
                .getSha256();
    }

    /** As of samples whose shapes hold as many values, which share a buffer. */
    @Test
    void sameBufferOfAnotherShapeIsFedAnew() throws IOException {
        Path model = LineRecogniser.write(directory.resolve("lines.onnx"));
        ByteBuffer values = ByteBuffer.allocateDirect(16 * 64 * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        try (ModelSession session = new OnnxRuntime(1).open(model, Optimization.FULL);
                var feed = new BatchFeed(session);
                var run = BoundRun.ofAll(session)) {
            for (List<Long> dims : List.of(List.of(1L, 1L, 16L, 64L), List.of(2L, 1L, 16L, 32L))) {
                feed.take(
                        new Batch(0, 1, List.of(new BatchTensor("image", ElementType.FLOAT, dims, values)), List.of()));
                assertThat(run.runFirst(feed).dims()).startsWith(dims.getFirst(), dims.getLast() / 4);
            }
        }
    }

    /** The same samples one at a time, as ONNX test sets come, are the oracle. */
    @Test
    void samplesThatABatchWouldMixAreRunAlone() throws IOException {
        Path model = TinyGraph.write(mixing(), directory.resolve("mixing.onnx"));
        Path variant = directory.resolve("variant.onnx");
        Path samples = TinyGraph.samples(directory.resolve("samples.npz"));
        Path alone = TestSets.of(samples, directory.resolve("alone.zip"));
        Quantized quantized = quantize(Quantize.newBuilder()
                        .setModelPath(model.toString())
                        .setCalibrationPath(samples.toString())
                        .setRecipeJson("{\"mode\": \"static\"}")
                        .setOutputPath(variant.toString()))
                .getResult()
                .getQuantized();
        assertThat(quantized.getDecisionsList()).anyMatch(sentence -> sentence.contains("run one at a time"));
        Evaluated together = evaluate(model, variant, samples);
        assertThat(together.getOutputSqnrDb())
                .isCloseTo(evaluate(model, variant, alone).getOutputSqnrDb(), within(0.01));
    }

    private static ModelProto mixing() {
        TinyGraph graph = new TinyGraph();
        String features = graph.node("Relu", "r1", List.of(graph.conv("c1", "x", 3, 8)));
        String largest = graph.node("ReduceMax", "largest", List.of(features));
        String relative = graph.node("Div", "relative", List.of(features, largest));
        String shifted = graph.node("Add", "shifted", List.of(relative, graph.constant(0.1f)));
        graph.conv("y", graph.node("Log", "logarithm", List.of(shifted)), 8, 8);
        return graph.build("y", 8);
    }

    private EngineEvent quantize(Quantize.Builder request) {
        if (request.getOutputPath().isEmpty()) {
            request.setOutputPath(directory.resolve("out.onnx").toString());
        }
        EngineEvent answer = EngineDriver.answer(EngineRequest.newBuilder()
                .setQuantize(request.setSkipLatencyCheck(true))
                .build());
        assertThat(answer.getFailure().getMessage()).isEmpty();
        return answer;
    }

    private static Evaluated evaluate(Path baseline, Path variant, Path data) {
        EngineEvent answer = EngineDriver.answer(EngineRequest.newBuilder()
                .setEvaluate(Evaluate.newBuilder()
                        .setBaselinePath(baseline.toString())
                        .setVariantPath(variant.toString())
                        .setDatasetPath(data.toString()))
                .build());
        assertThat(answer.getFailure().getMessage()).isEmpty();
        return answer.getResult().getEvaluated();
    }
}

package dev.narrowgauge.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.narrowgauge.proto.engine.EngineRequest;
import dev.narrowgauge.proto.engine.Evaluated;
import dev.narrowgauge.proto.engine.OutputAgreement;
import dev.narrowgauge.proto.engine.Quantize;
import dev.narrowgauge.proto.engine.Quantized;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is decided about models that people published, with everything in integers that can be. */
class TestDecision {
    private static final String STATIC = "{\"mode\": \"static\"}";

    @TempDir
    private Path directory;

    @Test
    void doesNotShipATextDetectorWhoseMapIsNoise() throws IOException {
        Quantized quantized = quantize("ppocr-det", 4, 2, Quantize.newBuilder().setRecipeJson(STATIC));
        OutputAgreement map = quantized.getEvaluated().getOutputs(0);
        assertThat(map.getKind()).isEqualTo("VALUES");
        assertThat(map.getSqnrDb()).isBetween(0.0, 20.0);
        assertThat(quantized.getDecision().getOutcome()).isIn("SHIP_FP32", "INVALID");
        assertThat(quantized.getDecision().getReason()).contains(map.getOutput(), " dB");
    }

    @Test
    void writesNoFileWhereNothingWasQuantized() throws IOException {
        Quantize.Builder recipe =
                Quantize.newBuilder().setRecipeJson("{\"mode\": \"static\", \"exclude\": {\"nodes\": [\"*\"]}}");
        Quantized quantized = quantize("silero-vad", 16, 16, recipe);
        assertThat(quantized.getDecision().getOutcome()).isEqualTo("INVALID");
        assertThat(quantized.getDecision().getReason()).startsWith("Nothing in it was quantized");
        assertThat(quantized.getWritten()).isFalse();
        assertThat(directory.resolve("variant.onnx")).doesNotExist();
        JsonNode report =
                new ObjectMapper().readTree(directory.resolve("report.json").toFile());
        ReportSchemaCheck.requireValid(report);
        assertThat(report.at("/decision/outcome").asText()).isEqualTo("INVALID");

        assertThat(quantize("silero-vad", 16, 16, recipe.setKeepInvalid(true)).getWritten())
                .isTrue();
        assertThat(directory.resolve("variant.onnx")).exists();
    }

    @Test
    void countsImagesAndNotTheirAnchors() throws IOException {
        Quantized quantized = quantize("ultraface", 8, 8, Quantize.newBuilder().setRecipeJson(STATIC));
        Evaluated evaluated = quantized.getEvaluated();
        assertThat(evaluated.getSamples()).isEqualTo(8);
        assertThat(evaluated.getFlips()).isZero();
        OutputAgreement scores = evaluated.getOutputs(0);
        assertThat(scores.getKind()).isEqualTo("PROBABILITIES");
        assertThat(scores.getSamples()).isEqualTo(8);
        assertThat(scores.getAnswers()).isZero();
        assertThat(scores.getDifferenceP99()).isBetween(0.001, 0.05);
        OutputAgreement boxes = evaluated.getOutputs(1);
        assertThat(boxes.getKind()).isEqualTo("VALUES");
        assertThat(boxes.getWorstSampleSqnrDb()).isLessThan(boxes.getSqnrDb());
        assertThat(quantized.getDecision().getFindingsList())
                .noneSatisfy(finding -> assertThat(finding.getSentence()).contains("flips"));
    }

    /** The limits of a policy take the place of those that hold without. */
    @Test
    void takesTheLimitsOfAPolicy() throws IOException {
        Quantize.Builder strict = Quantize.newBuilder()
                .setRecipeJson(STATIC)
                .setPolicyJson("{\"rules\": [{\"metric\": \"size.ratio\", \"max\": 0.01}]}");
        Quantized quantized = quantize("ultraface", 8, 8, strict);
        assertThat(quantized.getDecision().getFindingsList())
                .filteredOn(finding -> finding.getMeasure().equals("size-ratio"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.getState()).isEqualTo("BROKEN"));
        assertThat(quantized.getDecision().getOutcome()).isEqualTo("SHIP_FP32");
    }

    private Quantized quantize(String model, int calibration, int evaluation, Quantize.Builder request)
            throws IOException {
        Path used = NpzSubset.first(
                calibration, Samples.calibration("wild/" + model), directory.resolve("calibration.npz"));
        Path judged =
                NpzSubset.first(evaluation, Samples.evaluation("wild/" + model), directory.resolve("evaluation.npz"));
        Files.deleteIfExists(directory.resolve("variant.onnx"));
        Quantize engineRequest = request.setModelPath(
                        Samples.model("wild/" + model).toString())
                .setCalibrationPath(used.toString())
                .setEvaluationPath(judged.toString())
                .setOutputPath(directory.resolve("variant.onnx").toString())
                .setReportPath(directory.resolve("report.json").toString())
                .build();
        return EngineDriver.answer(
                        EngineRequest.newBuilder().setQuantize(engineRequest).build())
                .getResult()
                .getQuantized();
    }
}

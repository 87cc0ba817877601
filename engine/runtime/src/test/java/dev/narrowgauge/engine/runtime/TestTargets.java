package dev.narrowgauge.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.narrowgauge.domain.node.ProcessorFeatures;
import dev.narrowgauge.domain.recipe.Target;
import dev.narrowgauge.proto.engine.EngineEvent;
import dev.narrowgauge.proto.engine.EngineRequest;
import dev.narrowgauge.proto.engine.Quantize;
import dev.narrowgauge.proto.engine.Quantized;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Recipes for other machines than this one, and types that this one has no kernels for, go the whole way all the same. */
class TestTargets {
    private static final double OVERFLOWING_DECIBEL = 15;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tensorrt    | {}                                     | 40",
                "arm-dotprod | {}                                     | 40",
                "x86-avx2    | {}                                     | 35",
                "generic     | {\"type\": \"uint16\"}                    | 45",
                "generic     | {\"type\": \"int16\", \"symmetric\": true} | 45",
                "x86-vnni    | {\"type\": \"int8\"}                      | 40",
                "cuda        | {}                                     | 100"
            })
    void staysAccurate(String target, String activations, double leastDecibel) throws IOException {
        Quantized quantized = quantize(
                "{\"mode\": \"static\", \"target\": \"%s\", \"activations\": %s}".formatted(target, activations));
        // Weights of all 8 bits overflow the sums of kernels without VNNI, which a recipe for others does not look
        // after.
        boolean overflows = target.equals("x86-vnni") && ProcessorFeatures.targetOfThisMachine() == Target.X86_AVX2;
        assertThat(quantized.getOutputSqnrDb()).isGreaterThan(overflows ? OVERFLOWING_DECIBEL : leastDecibel);
        JsonNode report =
                new ObjectMapper().readTree(directory.resolve("report.json").toFile());
        assertThat(report.at("/nodes")).isNotEmpty();
    }

    @Test
    void whatThisMachineDoesNotFuseCountsAsPlannedForAnother() throws IOException {
        Quantized quantized = quantize("{\"mode\": \"static\", \"target\": \"tensorrt\"}");
        assertThat(quantized.getQuantizedNodes()).isGreaterThanOrEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"arm-dotprod", "arm-i8mm", "cuda", "tensorrt"})
    void whatAnotherMachineWillRunIsNotTimedHere(String target) throws IOException {
        Quantized quantized = quantize("{\"mode\": \"static\", \"target\": \"%s\"}".formatted(target));
        assumeTrue(
                !System.getProperty("os.arch").equals("aarch64") || !target.startsWith("arm"), "ARM is this machine");
        assertThat(quantized.hasLatency()).isFalse();
        // CUDA has no integer kernels for anything in this network.
        boolean isReduced = !target.equals("cuda");
        assertThat(quantized.getDecision().getOutcome()).isEqualTo(isReduced ? "CANNOT_TELL" : "INVALID");
        assertThat(quantized.getWritten()).isEqualTo(isReduced);
        assertThat(quantized.getDecision().getMissingList())
                .allSatisfy(missing -> assertThat(missing).contains("another kind of machine"));
        assertThat(quantized.getDecisionsList())
                .anySatisfy(decision -> assertThat(decision).startsWith("Not timed"));
    }

    /** ONNX Runtime on x86 rewrites the types of such a model, and fails at the QuantizeLinear behind the Reshape. */
    @Test
    void signedActivationsOfALateOpsetAreForArm() throws IOException {
        TinyGraph tiny = new TinyGraph();
        String rows = tiny.node("Reshape", "r", List.of(tiny.conv("c1", "x", 3, 4), tiny.constant(0L, 4L, 64L)));
        String positive = tiny.node("Exp", "e", List.of(rows));
        String image = tiny.node("Reshape", "i", List.of(positive, tiny.constant(0L, 4L, 8L, 8L)));
        tiny.conv("c2", image, 4, 4);
        Path model = TinyGraph.write(tiny.build("c2", 4, 21), directory.resolve("model.onnx"));
        Path samples = TinyGraph.samples(directory.resolve("samples.npz"));

        EngineEvent arm = answer(model, samples, "{\"mode\": \"static\", \"target\": \"arm-dotprod\"}");
        assertThat(arm.getResult().getQuantized().getOutputSqnrDb())
                .as(arm.toString())
                .isGreaterThan(30);

        assumeTrue(System.getProperty("os.arch").equals("amd64"), "only x86 rewrites int8");
        EngineEvent x86 = answer(
                model,
                samples,
                "{\"mode\": \"static\", \"target\": \"x86-vnni\", \"activations\": {\"type\": \"int8\"}}");
        assertThat(x86.getFailure().getCode()).isEqualTo("RECIPE_INVALID_VALUE");
        assertThat(x86.getFailure().getMessage())
                .contains("activations.type int8")
                .contains("use uint8");
    }

    private Quantized quantize(String recipe) {
        EngineEvent answer = answer(Samples.model("digits-cnn"), Samples.calibration("digits"), recipe);
        assertThat(answer.hasResult()).as(answer.toString()).isTrue();
        return answer.getResult().getQuantized();
    }

    private EngineEvent answer(Path model, Path calibration, String recipe) {
        return EngineDriver.answer(EngineRequest.newBuilder()
                .setThreads(1)
                .setQuantize(Quantize.newBuilder()
                        .setModelPath(model.toString())
                        .setCalibrationPath(calibration.toString())
                        .setRecipeJson(recipe)
                        .setOutputPath(directory.resolve("variant.onnx").toString())
                        .setReportPath(directory.resolve("report.json").toString())
                        .setWorkDirectory(directory.toString()))
                .build());
    }
}

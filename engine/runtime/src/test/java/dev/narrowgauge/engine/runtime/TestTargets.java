package dev.narrowgauge.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.narrowgauge.proto.engine.EngineEvent;
import dev.narrowgauge.proto.engine.EngineRequest;
import dev.narrowgauge.proto.engine.Quantize;
import dev.narrowgauge.proto.engine.Quantized;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Recipes for other machines than this one, and types that this one has no kernels for, go the whole way all the same. */
class TestTargets {
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
        assertThat(quantized.getOutputSqnrDb()).isGreaterThan(leastDecibel);
        JsonNode report =
                new ObjectMapper().readTree(directory.resolve("report.json").toFile());
        assertThat(report.at("/nodes")).isNotEmpty();
    }

    @Test
    void whatThisMachineDoesNotFuseCountsAsPlannedForAnother() throws IOException {
        Quantized quantized = quantize("{\"mode\": \"static\", \"target\": \"tensorrt\"}");
        assertThat(quantized.getQuantizedNodes()).isGreaterThanOrEqualTo(3);
    }

    private Quantized quantize(String recipe) {
        EngineEvent answer = EngineDriver.answer(EngineRequest.newBuilder()
                .setThreads(1)
                .setQuantize(Quantize.newBuilder()
                        .setModelPath(Samples.model("digits-cnn").toString())
                        .setCalibrationPath(Samples.calibration("digits").toString())
                        .setRecipeJson(recipe)
                        .setOutputPath(directory.resolve("variant.onnx").toString())
                        .setReportPath(directory.resolve("report.json").toString())
                        .setWorkDirectory(directory.toString()))
                .build());
        assertThat(answer.hasResult()).as(answer.toString()).isTrue();
        return answer.getResult().getQuantized();
    }
}

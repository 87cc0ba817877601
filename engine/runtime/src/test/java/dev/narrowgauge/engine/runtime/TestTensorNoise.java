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

/** What the report says of the noise of single activations. */
class TestTensorNoise {
    @TempDir
    private Path directory;

    @Test
    void valuesWithFilledUpChannelsAreHeldAgainstThoseTheyHadBefore() throws IOException {
        Path report = directory.resolve("report.json");
        Path model = TinyGraph.write(TinyGraph.withUnevenChannels(), directory.resolve("uneven.onnx"));
        EngineEvent answer = EngineDriver.answer(EngineRequest.newBuilder()
                .setQuantize(Quantize.newBuilder()
                        .setModelPath(model.toString())
                        .setCalibrationPath(TinyGraph.samples(directory.resolve("samples.npz"))
                                .toString())
                        .setOutputPath(directory.resolve("quantized.onnx").toString())
                        .setRecipeJson("{\"mode\": \"static\"}")
                        .setReportPath(report.toString()))
                .build());
        assertThat(answer.getFailure().getMessage()).isEmpty();
        JsonNode json = new ObjectMapper().readTree(report.toFile());
        assertThat(json.at("/tensors").valueStream())
                .filteredOn(tensor -> tensor.get("kind").asText().equals("activation"))
                .hasSizeGreaterThan(5)
                .allSatisfy(tensor -> assertThat(tensor.get("sqnrDb").asDouble())
                        .as(tensor.get("name").asText())
                        .isGreaterThan(20));
    }
}
